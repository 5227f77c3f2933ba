"""Steps with the loops that Pythran has compiled of diffusion_pythran_loops.py, on arrays of NumPy."""

from time import perf_counter

import arrays
import diffusion_pythran_loops
import problem
from problem import CX, CY

NX, NY, STEPS = problem.field("diffusion-pythran")
field = arrays.start(NX, NY)
other = field.copy()
begin = perf_counter()
for _ in range(STEPS):
    diffusion_pythran_loops.step(field, other, CX, CY)
    field, other = other, field
seconds = perf_counter() - begin
print(f"{seconds:.6f} {field[1:-1, 1:-1].mean():.6f}")
