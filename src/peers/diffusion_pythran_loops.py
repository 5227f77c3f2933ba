"""Explicit 2D diffusion for Pythran: the loops of pure Python, compiled ahead of time, rows shared among threads by OpenMP."""


# pythran export step(float64[:, :], float64[:, :], float, float)
def step(now, following, cx, cy):
    """One time step from `now` to `following`."""
    nx, ny = now.shape
    # omp parallel for schedule(static)
    for i in range(1, nx - 1):
        for j in range(1, ny - 1):
            following[i, j] = (
                now[i, j]
                + cx * (now[i - 1, j] + now[i + 1, j] - 2 * now[i, j])
                + cy * (now[i, j - 1] + now[i, j + 1] - 2 * now[i, j])
            )
