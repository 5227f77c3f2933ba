"""Explicit 2D diffusion on ranks with mpi4py: blocks of rows, a row of halo exchanged each step, NumPy's slices inside."""

import sys

import arrays
import numpy
import problem
from mpi4py import MPI
from problem import CX, CY


def exchange(field, comm, above, below):
    """Fills the first and last row with the neighbours' edges; where there is none they are the boundary."""
    comm.Sendrecv(field[1], dest=above, recvbuf=field[-1], source=below)
    comm.Sendrecv(field[-2], dest=below, recvbuf=field[0], source=above)


def step(now, following):
    """One time step from `now` to `following`."""
    inner = now[1:-1, 1:-1]
    following[1:-1, 1:-1] = (
        inner + CX * (now[:-2, 1:-1] + now[2:, 1:-1] - 2 * inner) + CY * (now[1:-1, :-2] + now[1:-1, 2:] - 2 * inner)
    )


WORLD = MPI.COMM_WORLD
RANK, RANKS = WORLD.Get_rank(), WORLD.Get_size()
NX, NY, STEPS = problem.field("diffusion-mpi4py")
if RANKS > NX:
    sys.exit(f"diffusion-mpi4py: {RANKS} ranks for {NX} rows; accepted: a row each at least" if RANK == 0 else 2)
FIRST, LAST = NX * RANK // RANKS, NX * (RANK + 1) // RANKS + 1  # halo rows included
ABOVE = RANK - 1 if RANK > 0 else MPI.PROC_NULL
BELOW = RANK + 1 if RANK < RANKS - 1 else MPI.PROC_NULL
block = arrays.start(NX, NY, FIRST, LAST)
other = block.copy()
WORLD.Barrier()
begin = MPI.Wtime()
for _ in range(STEPS):
    exchange(block, WORLD, ABOVE, BELOW)
    step(block, other)
    block, other = other, block
seconds = WORLD.reduce(MPI.Wtime() - begin, op=MPI.MAX)
total = WORLD.reduce(float(numpy.sum(block[1:-1, 1:-1])), op=MPI.SUM)
if RANK == 0:
    print(f"{seconds:.6f} {total / (NX * NY):.6f}")
