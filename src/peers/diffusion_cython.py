"""Steps with the loops that Cython has compiled of diffusion_cython_loops.pyx, on plain memory."""

from time import perf_counter

import diffusion_cython_loops
import problem
from problem import CX, CY

NX, NY, STEPS = problem.field("diffusion-cython")
SHAPE = (NX + 2, NY + 2)


def start():
    """A field at the start, in memory of its own."""
    field = memoryview(bytearray(8 * SHAPE[0] * SHAPE[1])).cast("d", SHAPE)
    diffusion_cython_loops.fill(field)
    return field


field, other = start(), start()
threads = problem.threads()
begin = perf_counter()
for _ in range(STEPS):
    diffusion_cython_loops.step(field, other, CX, CY, threads)
    field, other = other, field
seconds = perf_counter() - begin
print(f"{seconds:.6f} {diffusion_cython_loops.mean(field):.6f}")
