/*
 * Explicit 2D diffusion in plain C with OpenMP: the measure that hpc.jar's solver is held against.
 *
 * What a careful programmer writes first: two arrays, rows shared among threads, restrict so that
 * the compiler vectorises, memory first touched by the thread that uses it, the field streamed from
 * memory once per step. The problem is that of `hpc diffusion --nx NX --ny NY --steps STEPS`: the
 * sine mode between cold sides at the largest stable time step; or, with the word csc-heat, that of
 * `hpc diffusion --preset csc-heat` on as many points.
 *
 *   ./hpc build --peers
 *   OMP_NUM_THREADS=2 target/peers/diffusion-c NX NY STEPS [sine|csc-heat [REPETITIONS]]
 *
 * Prints a line per repetition: wall seconds, cpu seconds, MLUP/s, mean.
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/* Ghost points are the boundary. Rows win the corners, as in CSC's program. */
static double start_of(int heat, long i, long j, long nx, long ny) {
  int outside = i == 0 || i == nx + 1 || j == 0 || j == ny + 1;
  if (!heat) {
    const double pi = acos(-1);
    return outside ? 0 : sin(pi * i / (nx + 1)) * sin(pi * j / (ny + 1));
  }
  if (outside) {
    return i == 0 ? 85 : i == nx + 1 ? 5 : j == 0 ? 20 : 70;
  }
  double radius = nx / 6.0;
  double di = i - nx / 2.0 + 1;
  double dj = j - ny / 2.0 + 1;
  return di * di + dj * dj < radius * radius ? 5 : 65;
}

static void fill(int heat, double *now, double *next, long nx, long ny) {
#pragma omp parallel for schedule(static)
  for (long i = 0; i < nx + 2; i++) {
    for (long j = 0; j < ny + 2; j++) {
      double value = start_of(heat, i, j, nx, ny);
      now[i * (ny + 2) + j] = value;
      next[i * (ny + 2) + j] = value;
    }
  }
}

static void step(const double *restrict now, double *restrict next, long nx, long ny, double cx,
                 double cy) {
  long stride = ny + 2;
#pragma omp parallel for schedule(static)
  for (long i = 1; i <= nx; i++) {
    const double *u = now + i * stride;
    double *out = next + i * stride;
    for (long j = 1; j <= ny; j++) {
      out[j] = u[j] + cx * (u[j - stride] + u[j + stride] - 2 * u[j]) +
               cy * (u[j - 1] + u[j + 1] - 2 * u[j]);
    }
  }
}

/* By one thread, so that the last digit does not depend on how many there are. */
static double mean(const double *now, long nx, long ny) {
  double sum = 0;
  for (long i = 1; i <= nx; i++) {
    double row = 0;
    for (long j = 1; j <= ny; j++) {
      row += now[i * (ny + 2) + j];
    }
    sum += row;
  }
  return sum / ((double)nx * ny);
}

int main(int argc, char **argv) {
  long nx = argc > 1 ? atol(argv[1]) : 0;
  long ny = argc > 2 ? atol(argv[2]) : 0;
  long steps = argc > 3 ? atol(argv[3]) : 0;
  const char *problem = argc > 4 ? argv[4] : "sine";
  int heat = strcmp(problem, "csc-heat") == 0;
  long repetitions = argc > 5 ? atol(argv[5]) : 1;
  if (nx < 1 || ny < 1 || steps < 1 || repetitions < 1 || !(heat || strcmp(problem, "sine") == 0)) {
    fprintf(stderr, "usage: diffusion-c NX NY STEPS [sine|csc-heat [REPETITIONS]]\n");
    return 2;
  }
  size_t bytes = sizeof(double) * (nx + 2) * (ny + 2);
  double *now = malloc(bytes);
  double *next = malloc(bytes);
  if (now == NULL || next == NULL) {
    fprintf(stderr, "diffusion-c: no memory for two fields of %zu bytes\n", bytes);
    return 1;
  }
  for (long repetition = 0; repetition < repetitions; repetition++) {
    fill(heat, now, next, nx, ny);
    double cpu = cpu_seconds();
    double wall = omp_get_wtime();
    for (long s = 0; s < steps; s++) {
      step(now, next, nx, ny, 0.25, 0.25);
      double *past = now;
      now = next;
      next = past;
    }
    wall = omp_get_wtime() - wall;
    cpu = cpu_seconds() - cpu;
    printf("%.6f %.6f %.0f %.12f\n", wall, cpu, 1e-6 * nx * ny * steps / wall, mean(now, nx, ny));
  }
  free(now);
  free(next);
  return 0;
}
