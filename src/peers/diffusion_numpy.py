"""Explicit 2D diffusion in NumPy: the loop over points is sums of shifted slices."""

from time import perf_counter

import arrays
import problem
from problem import CX, CY


def step(now, following):
    """One time step from `now` to `following`."""
    inner = now[1:-1, 1:-1]
    following[1:-1, 1:-1] = (
        inner + CX * (now[:-2, 1:-1] + now[2:, 1:-1] - 2 * inner) + CY * (now[1:-1, :-2] + now[1:-1, 2:] - 2 * inner)
    )


NX, NY, STEPS = problem.field("diffusion-numpy")
field = arrays.start(NX, NY)
other = field.copy()
begin = perf_counter()
for _ in range(STEPS):
    step(field, other)
    field, other = other, field
seconds = perf_counter() - begin
print(f"{seconds:.6f} {field[1:-1, 1:-1].mean():.6f}")
