"""Steps with the loops that f2py has wrapped of diffusion_f2py_loops.f90, on arrays of NumPy.

What is a row of ours is a column in Fortran: the transposed arrays lie in memory as Fortran wants them, and none is copied.
"""

from time import perf_counter

import arrays
import diffusion_f2py_loops
import problem
from problem import CX, CY

NX, NY, STEPS = problem.field("diffusion-f2py")
field = arrays.start(NX, NY).T
other = field.copy(order="K")
begin = perf_counter()
for _ in range(STEPS):
    diffusion_f2py_loops.step(field, other, CX, CY)
    field, other = other, field
seconds = perf_counter() - begin
print(f"{seconds:.6f} {field[1:-1, 1:-1].mean():.6f}")
