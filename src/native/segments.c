/*
 * The segmented sieve in C: odd numbers only, a byte each, segments that fit the first-level cache. Compiled with OpenMP,
 * threads take the segments as they become free; each keeps its segment on its own stack. For every prime a segment costs
 * a division, which bounds it from 10^12 on.
 */
#include <string.h>

#include "team.h"

enum { SEGMENT = 32768 }; /* odd numbers */

/* Counts the primes among the odd numbers from low on, at most a segment of them and none above last. */
static int64_t count_segment(uint64_t low, uint64_t last, const uint32_t *restrict primes, int64_t n,
                             uint8_t *restrict composite) {
  uint64_t odds = (last - low) / 2 + 1;
  odds = odds < SEGMENT ? odds : SEGMENT;
  uint64_t high = low + 2 * (odds - 1);
  memset(composite, 0, odds);
  for (int64_t k = 0; k < n; k++) {
    uint64_t p = primes[k], square = p * p;
    if (square > high) {
      break;
    }
    /* from low to the first odd multiple that smaller primes leave */
    uint64_t gap = square >= low ? square - low : (p - low % p) % p;
    gap += gap % 2 == 0 ? 0 : p;
    for (uint64_t i = gap / 2; i < odds; i += p) {
      composite[i] = 1;
    }
  }
  int64_t count = odds;
  for (uint64_t i = 0; i < odds; i++) {
    count -= composite[i];
  }
  return count - (low == 1);
}

int64_t hpc_sieve_segments(int64_t first, int64_t last, const uint32_t *primes, int64_t count) {
  int64_t found = first <= 2 && 2 <= last;
  int64_t low = first | 1;
  int64_t segments = low > last ? 0 : (last - low) / (2 * SEGMENT) + 1;
#pragma omp parallel for schedule(dynamic, 4) num_threads(hpc_team) reduction(+ : found)
  for (int64_t s = 0; s < segments; s++) {
    uint8_t composite[SEGMENT];
    found += count_segment(low + 2 * SEGMENT * s, last, primes, count, composite);
  }
  return found;
}
