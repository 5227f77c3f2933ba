# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""Explicit 2D diffusion in Cython: the loops of pure Python with types, rows shared among threads by OpenMP."""

from cython.parallel cimport prange


def fill(double[:, ::1] field):
    """The start of CSC's heat equation, ghost points included; rows win the corners, as in CSC's program."""
    cdef Py_ssize_t nx = field.shape[0] - 2, ny = field.shape[1] - 2, i, j
    cdef double di, dj, radius = nx / 6.0
    for i in range(nx + 2):
        di = i - nx / 2.0 + 1
        for j in range(ny + 2):
            dj = j - ny / 2.0 + 1
            field[i, j] = 5.0 if di * di + dj * dj < radius * radius else 65.0
        field[i, 0] = 20.0
        field[i, ny + 1] = 70.0
    field[0, :] = 85.0
    field[nx + 1, :] = 5.0


def step(const double[:, ::1] now, double[:, ::1] following, double cx, double cy, int threads):
    """One time step from `now` to `following`."""
    cdef Py_ssize_t nx = now.shape[0], ny = now.shape[1], i, j
    for i in prange(1, nx - 1, nogil=True, schedule="static", num_threads=threads):
        for j in range(1, ny - 1):
            following[i, j] = (
                now[i, j]
                + cx * (now[i - 1, j] + now[i + 1, j] - 2 * now[i, j])
                + cy * (now[i, j - 1] + now[i, j + 1] - 2 * now[i, j])
            )


def mean(const double[:, ::1] field):
    """The mean of the interior."""
    cdef Py_ssize_t nx = field.shape[0] - 2, ny = field.shape[1] - 2, i, j
    cdef double row, total = 0
    for i in range(1, nx + 1):
        row = 0
        for j in range(1, ny + 1):
            row += field[i, j]
        total += row
    return total / nx / ny
