"""What the peers in Python are asked: words of the command line, and the start of CSC's heat equation.

The sieves take LIMIT and print seconds and count; the diffusion peers take NX NY STEPS csc-heat and print seconds and the
mean of the interior. ./hpc build --peers makes the commands, each with an interpreter that has what it imports.
"""

import os
import sys

CX = CY = 0.25  # diffusivity * dt / dx^2 at the largest stable time step


def threads():
    """Threads as an OpenMP program takes them: OMP_NUM_THREADS, else all cores that this process may use."""
    return int(os.environ.get("OMP_NUM_THREADS") or len(os.sched_getaffinity(0)))


def _refuse(name, words):
    print(f"usage: {name} {words}", file=sys.stderr)
    sys.exit(2)


def limit(name):
    """The one argument of a sieve, at least 1."""
    words = sys.argv[1:]
    if len(words) != 1 or not words[0].isdecimal() or int(words[0]) < 1:
        _refuse(name, "LIMIT, a whole number from 1 on")
    return int(words[0])


def field(name):
    """The arguments of a diffusion peer: rows, columns, steps."""
    words = sys.argv[1:]
    if len(words) != 4 or words[3] != "csc-heat" or not all(w.isdecimal() and int(w) > 0 for w in words[:3]):
        _refuse(name, "NX NY STEPS csc-heat, three whole numbers from 1 on")
    return tuple(int(word) for word in words[:3])


def start_of(i, j, nx, ny):
    """The start at point (i, j), ghost points 0 and nx + 1 included; rows win the corners, as in CSC's program."""
    if i == 0:
        return 85.0
    if i == nx + 1:
        return 5.0
    if j == 0:
        return 20.0
    if j == ny + 1:
        return 70.0
    di = i - nx / 2 + 1
    dj = j - ny / 2 + 1
    return 5.0 if di * di + dj * dj < (nx / 6) ** 2 else 65.0
