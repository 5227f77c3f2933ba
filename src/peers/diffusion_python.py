"""Explicit 2D diffusion in pure Python, as a course writes it: two lists of lists and a loop over all points."""

from time import perf_counter

import problem
from problem import CX, CY


def step(now, following, nx, ny):
    """One time step from `now` to `following`."""
    for i in range(1, nx + 1):
        for j in range(1, ny + 1):
            following[i][j] = (
                now[i][j]
                + CX * (now[i - 1][j] + now[i + 1][j] - 2 * now[i][j])
                + CY * (now[i][j - 1] + now[i][j + 1] - 2 * now[i][j])
            )


NX, NY, STEPS = problem.field("diffusion-python")
field = [[problem.start_of(i, j, NX, NY) for j in range(NY + 2)] for i in range(NX + 2)]
other = [row.copy() for row in field]
begin = perf_counter()
for _ in range(STEPS):
    step(field, other, NX, NY)
    field, other = other, field
seconds = perf_counter() - begin
mean = sum(sum(row[1:-1]) for row in field[1:-1]) / (NX * NY)
print(f"{seconds:.6f} {mean:.6f}")
