/*
 * The stencil of ../diffusion.c as a program by itself, one thread: what the same kernel does without a JVM around it.
 * The problem is that of `hpc diffusion --nx NX --ny NY --steps STEPS`: the sine mode between cold sides at the largest
 * stable time step. The field is streamed from memory once per step.
 *
 *   cc -O3 -march=native -ffp-contract=off -o diffusion diffusion_main.c ../diffusion.c -lm
 *   ./diffusion NX NY STEPS [REPETITIONS]
 *
 * Prints a line per repetition: wall seconds, MLUP/s, mean.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../hpc_native.h"

static double wall_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void fill(double *now, double *next, long nx, long ny) {
  const double pi = acos(-1);
  for (long i = 0; i < nx + 2; i++) {
    for (long j = 0; j < ny + 2; j++) {
      int ghost = i == 0 || i == nx + 1 || j == 0 || j == ny + 1;
      double mode = ghost ? 0 : sin(pi * i / (nx + 1)) * sin(pi * j / (ny + 1));
      now[i * (ny + 2) + j] = mode;
      next[i * (ny + 2) + j] = mode;
    }
  }
}

static double mean(const double *now, long nx, long ny) {
  double sum = 0;
  for (long i = 1; i <= nx; i++) {
    for (long j = 1; j <= ny; j++) {
      sum += now[i * (ny + 2) + j];
    }
  }
  return sum / ((double)nx * ny);
}

int main(int argc, char **argv) {
  long nx = argc > 1 ? atol(argv[1]) : 0;
  long ny = argc > 2 ? atol(argv[2]) : 0;
  long steps = argc > 3 ? atol(argv[3]) : 0;
  long repetitions = argc > 4 ? atol(argv[4]) : 1;
  if (nx < 1 || ny < 1 || steps < 1 || repetitions < 1) {
    fprintf(stderr, "usage: diffusion NX NY STEPS [REPETITIONS], each at least 1\n");
    return 2;
  }
  size_t bytes = sizeof(double) * (nx + 2) * (ny + 2);
  double *now = malloc(bytes);
  double *next = malloc(bytes);
  if (now == NULL || next == NULL) {
    fprintf(stderr, "diffusion: no memory for two fields of %zu bytes\n", bytes);
    return 1;
  }
  for (long repetition = 0; repetition < repetitions; repetition++) {
    fill(now, next, nx, ny);
    double wall = wall_seconds();
    for (long s = 0; s < steps; s++) {
      hpc_diffusion_update(now, next, ny + 3, nx, ny, ny + 2, 0.25, 0.25);
      double *past = now;
      now = next;
      next = past;
    }
    wall = wall_seconds() - wall;
    printf("%.4f %.0f %.12f\n", wall, 1e-6 * nx * ny * steps / wall, mean(now, nx, ny));
  }
  free(now);
  free(next);
  return 0;
}
