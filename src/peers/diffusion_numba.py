"""Explicit 2D diffusion in Numba: the loops of pure Python on arrays, compiled, rows shared among threads.

A first call on a small field has it compiled, and starts the threads, before the clock starts.
"""

from time import perf_counter

import arrays
import numba
import problem
from problem import CX, CY


@numba.njit(parallel=True)
def step(now, following):
    """One time step from `now` to `following`."""
    nx, ny = now.shape
    for i in numba.prange(1, nx - 1):
        for j in range(1, ny - 1):
            following[i, j] = (
                now[i, j]
                + CX * (now[i - 1, j] + now[i + 1, j] - 2 * now[i, j])
                + CY * (now[i, j - 1] + now[i, j + 1] - 2 * now[i, j])
            )


NX, NY, STEPS = problem.field("diffusion-numba")
numba.set_num_threads(min(problem.threads(), numba.config.NUMBA_NUM_THREADS))
small = arrays.start(4, 4)
step(small, small.copy())
field = arrays.start(NX, NY)
other = field.copy()
begin = perf_counter()
for _ in range(STEPS):
    step(field, other)
    field, other = other, field
seconds = perf_counter() - begin
print(f"{seconds:.6f} {field[1:-1, 1:-1].mean():.6f}")
