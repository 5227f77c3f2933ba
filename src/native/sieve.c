/*
 * The inner loops of the wheel sieve in C: a byte for 30 numbers, see hpc.sieve.Wheel.
 */
#include <string.h>

#include "hpc_native.h"

void hpc_sieve_and(uint8_t *restrict bits, int64_t from, int64_t length, const uint8_t *restrict a, int64_t at_a,
                   const uint8_t *restrict b, int64_t at_b, const uint8_t *restrict c, int64_t at_c) {
  for (int64_t i = 0; i < length; i++) {
    bits[from + i] &= a[at_a + i] & b[at_b + i] & c[at_c + i];
  }
}

int64_t hpc_sieve_count(const uint8_t *bits, int64_t length) {
  int64_t count = 0;
  for (int64_t i = 0; i < length; i += 8) {
    uint64_t word;
    memcpy(&word, bits + i, sizeof word);
    count += __builtin_popcountll(word);
  }
  return count;
}

/* The bit that stands for a number, given modulo 30; a constant wherever the arguments are. */
static inline int bit(int remainder) {
  return remainder == 1    ? 0
         : remainder == 7  ? 1
         : remainder == 11 ? 2
         : remainder == 13 ? 3
         : remainder == 17 ? 4
         : remainder == 19 ? 5
         : remainder == 23 ? 6
                           : 7;
}

/* A turn is 8 multiples, in bytes within prime from at on; the next turn begins prime bytes on. */
#define CROSS(residue)                                                                     \
  static void cross_##residue(uint8_t *restrict bits, const int32_t *restrict primes,      \
                              int32_t *restrict starts, int32_t count, int64_t end,        \
                              int32_t shift) {                                             \
    for (int32_t i = 0; i < count; i++) {                                                  \
      int64_t prime = primes[i];                                                           \
      int64_t at = starts[i];                                                              \
      int64_t o1 = prime / 30, o7 = prime * 7 / 30, o11 = prime * 11 / 30;                 \
      int64_t o13 = prime * 13 / 30, o17 = prime * 17 / 30, o19 = prime * 19 / 30;         \
      int64_t o23 = prime * 23 / 30, o29 = prime * 29 / 30;                                \
      for (; at < end; at += prime) {                                                      \
        bits[at + o1] &= ~(1 << bit(residue % 30));                                        \
        bits[at + o7] &= ~(1 << bit(residue * 7 % 30));                                    \
        bits[at + o11] &= ~(1 << bit(residue * 11 % 30));                                  \
        bits[at + o13] &= ~(1 << bit(residue * 13 % 30));                                  \
        bits[at + o17] &= ~(1 << bit(residue * 17 % 30));                                  \
        bits[at + o19] &= ~(1 << bit(residue * 19 % 30));                                  \
        bits[at + o23] &= ~(1 << bit(residue * 23 % 30));                                  \
        bits[at + o29] &= ~(1 << bit(residue * 29 % 30));                                  \
      }                                                                                    \
      starts[i] = (int32_t)(at - shift);                                                   \
    }                                                                                      \
  }

CROSS(1)
CROSS(7)
CROSS(11)
CROSS(13)
CROSS(17)
CROSS(19)
CROSS(23)
CROSS(29)

void hpc_sieve_cross(int32_t residue, uint8_t *bits, const int32_t *primes, int32_t *starts, int32_t count, int32_t end,
                     int32_t shift) {
  static void (*const cross[])(uint8_t *restrict, const int32_t *restrict, int32_t *restrict, int32_t, int64_t,
                               int32_t) = {cross_1,  cross_7,  cross_11, cross_13,
                                           cross_17, cross_19, cross_23, cross_29};
  cross[residue](bits, primes, starts, count, end, shift);
}
