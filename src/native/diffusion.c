/*
 * The 5-point stencil in C. The loops are what one writes first; restrict lets the compiler vectorise them. fma() rounds
 * once and is one instruction where the processor has it, so that the bits are those of the kernels in Java; the compiler
 * must fuse nothing else (-ffp-contract=off).
 * Compiled with OpenMP, threads share the rows, each the same ones every time.
 */
#include <math.h>

#include "team.h"

void hpc_diffusion_update(const double *restrict now, double *restrict next, int64_t start, int64_t rows,
                          int64_t columns, int64_t stride, double cx, double cy) {
#pragma omp parallel for schedule(static) num_threads(hpc_team)
  for (int64_t row = 0; row < rows; row++) {
    const double *u = now + start + row * stride;
    double *out = next + start + row * stride;
    for (int64_t j = 0; j < columns; j++) {
      double along_x = fma(-2, u[j], u[j - stride] + u[j + stride]);
      double along_y = fma(-2, u[j], u[j - 1] + u[j + 1]);
      out[j] = fma(cx, along_x, fma(cy, along_y, u[j]));
    }
  }
}

void hpc_diffusion_update_varying(const double *restrict now, double *restrict next, int64_t start, int64_t rows,
                                  int64_t columns, int64_t stride, const double *restrict cx,
                                  const double *restrict cy) {
#pragma omp parallel for schedule(static) num_threads(hpc_team)
  for (int64_t row = 0; row < rows; row++) {
    int64_t first = start + row * stride;
    for (int64_t i = first; i < first + columns; i++) {
      double u = now[i];
      double sum = fma(cy[i], now[i - 1] - u, u);
      sum = fma(cy[i + 1], now[i + 1] - u, sum);
      sum = fma(cx[i], now[i - stride] - u, sum);
      next[i] = fma(cx[i + stride], now[i + stride] - u, sum);
    }
  }
}
