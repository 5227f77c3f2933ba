/*
 * The segmented sieve of Eratosthenes in plain C with OpenMP: what a careful programmer writes
 * first. Odd numbers only, a byte each, segments that fit the first-level cache, handed out to the
 * threads as they become free.
 *
 *   ./hpc build --peers
 *   OMP_NUM_THREADS=2 target/peers/sieve-c LIMIT
 *
 * Prints one line: wall seconds, primes from 2 to LIMIT.
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENT = 32768 }; /* odd numbers, a byte each */

/* The odd primes up to sqrt(limit); their count goes to *count. */
static long *small_primes(long limit, long *count) {
  long root = (long)sqrt((double)limit) + 1;
  char *composite = calloc(root + 1, 1);
  long *primes = malloc(sizeof(long) * (root / 2 + 2));
  if (composite == NULL || primes == NULL) {
    fprintf(stderr, "sieve-c: no memory for the primes up to %ld\n", root);
    exit(1);
  }
  *count = 0;
  for (long p = 3; p <= root; p += 2) {
    if (!composite[p]) {
      primes[(*count)++] = p;
      for (long m = p * p; m <= root; m += 2 * p) {
        composite[m] = 1;
      }
    }
  }
  free(composite);
  return primes;
}

/* Counts the primes among the odd numbers from low to limit, at most a segment of them. */
static long count_segment(long low, long limit, const long *primes, long n, char *composite) {
  long high = low + 2L * SEGMENT - 2;
  if (high > limit) {
    high = limit;
  }
  long odds = (high - low) / 2 + 1;
  memset(composite, 0, odds);
  for (long k = 0; k < n && primes[k] * primes[k] <= high; k++) {
    long p = primes[k];
    long m = (low + p - 1) / p * p;
    m = m < p * p ? p * p : m % 2 == 0 ? m + p : m;
    for (long i = (m - low) / 2; i < odds; i += p) {
      composite[i] = 1;
    }
  }
  long count = 0;
  for (long i = 0; i < odds; i++) {
    count += !composite[i];
  }
  return count;
}

int main(int argc, char **argv) {
  long limit = argc > 1 ? atol(argv[1]) : 0;
  if (limit < 1 || limit > 1000000000000000000) {
    fprintf(stderr, "usage: sieve-c LIMIT, from 1 to 10^18\n");
    return 2;
  }
  double wall = omp_get_wtime();
  long n;
  long *primes = small_primes(limit, &n);
  long segments = limit < 3 ? 0 : (limit - 3) / (2L * SEGMENT) + 1;
  long count = limit >= 2;
#pragma omp parallel reduction(+ : count)
  {
    char composite[SEGMENT];
#pragma omp for schedule(dynamic, 16)
    for (long s = 0; s < segments; s++) {
      count += count_segment(3 + 2L * SEGMENT * s, limit, primes, n, composite);
    }
  }
  wall = omp_get_wtime() - wall;
  printf("%.6f %ld\n", wall, count);
  free(primes);
  return 0;
}
