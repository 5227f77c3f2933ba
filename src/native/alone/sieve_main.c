/*
 * The inner loops of ../sieve.c as a program by itself, one thread, cut as hpc.sieve.WheelPlan cuts: what the same kernels
 * do without a JVM around them. Counts the primes up to LIMIT, at most 1e11.
 *
 *   cc -O3 -march=native -o sieve sieve_main.c ../sieve.c -lm
 *   ./sieve LIMIT [REPETITIONS]
 *
 * Prints a line per repetition: wall seconds, count.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../hpc_native.h"

enum { STEP = 64, MAX_PRESIEVED = 257, GROUPS = 24, RESIDUES = 8 };

static const int residues[RESIDUES] = {1, 7, 11, 13, 17, 19, 23, 29};

/* As in hpc.sieve.PreSieve: products near 16000. */
static const int groups[GROUPS][4] = {
    {7, 11, 13, 17}, {19, 23, 29}, {31, 37, 41}, {43, 241},  {47, 239},  {53, 233},  {59, 229},  {61, 227},
    {67, 223},       {71, 211},    {73, 199},    {79, 197},  {83, 193},  {89, 191},  {97, 181},  {101, 179},
    {103, 173},      {107, 167},   {109, 163},   {113, 157}, {127, 151}, {131, 149}, {137, 139}, {251, 257}};

struct pattern {
  int64_t period;
  uint8_t *bits;
};

/* Primes of one size and residue, and where each goes on. */
struct primes {
  int32_t count;
  int32_t *primes;
  int32_t *starts;
};

struct sieve {
  int64_t limit;
  int64_t block, slice, segment, overhang;
  struct pattern patterns[GROUPS];
  struct primes small[RESIDUES], medium[RESIDUES], wide[RESIDUES];
  uint8_t *bits;
};

static double wall_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void *room(size_t bytes) {
  void *memory = aligned_alloc(STEP, (bytes + STEP - 1) / STEP * STEP);
  if (memory == NULL) {
    fprintf(stderr, "sieve: no memory for %zu bytes\n", bytes);
    exit(1);
  }
  return memory;
}

static int number_of(int remainder) {
  int k = 0;
  while (residues[k] != remainder) {
    k++;
  }
  return k;
}

static void make_pattern(struct pattern *pattern, const int *primes) {
  pattern->period = 1;
  for (int i = 0; i < 4 && primes[i] > 0; i++) {
    pattern->period *= primes[i];
  }
  int64_t end = pattern->period + STEP;
  pattern->bits = room(end + MAX_PRESIEVED);
  memset(pattern->bits, 0xff, end + MAX_PRESIEVED);
  for (int i = 0; i < 4 && primes[i] > 0; i++) {
    int32_t prime = primes[i];
    int32_t start = 0;
    hpc_sieve_cross(number_of(prime % 30), pattern->bits, &prime, &start, 1, end, 0);
  }
}

/* The primes in (above, up_to] by the textbook's loop. */
static void choose(struct primes *to, const uint8_t *composite, int64_t above, int64_t up_to) {
  for (int k = 0; k < RESIDUES; k++) {
    to[k].count = 0;
    to[k].primes = room(sizeof(int32_t) * (up_to / 8 + 16));
    to[k].starts = room(sizeof(int32_t) * (up_to / 8 + 16));
  }
  for (int64_t n = above + 1; n <= up_to; n++) {
    if (!composite[n]) {
      struct primes *of = &to[number_of(n % 30)];
      of->primes[of->count] = n;
      of->count++;
    }
  }
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static int64_t cache(int name, int64_t usual) {
  int64_t told = sysconf(name);
  return told > 0 ? told : usual;
}

static void prepare(struct sieve *sieve, int64_t limit) {
  int64_t root = (int64_t)sqrt((double)limit);
  int64_t cached = 1;
  while (2 * cached <= cache(_SC_LEVEL2_CACHE_SIZE, 512 << 10) / 4) {
    cached *= 2;
  }
  sieve->limit = limit;
  sieve->block = cache(_SC_LEVEL1_DCACHE_SIZE, 32 << 10) & -STEP;
  sieve->slice = 2 * sieve->block;
  sieve->segment = cached;
  sieve->overhang = root > STEP ? root : STEP;
  sieve->bits = room(cached + sieve->overhang + STEP);
  for (int i = 0; i < GROUPS; i++) {
    make_pattern(&sieve->patterns[i], groups[i]);
  }
  uint8_t *composite = calloc(root + 1, 1);
  for (int64_t n = 2; composite != NULL && n * n <= root; n++) {
    for (int64_t m = n * n; !composite[n] && m <= root; m += n) {
      composite[m] = 1;
    }
  }
  int64_t medium_max = least(root, sieve->slice);
  int64_t quarter = sieve->block / 4 > MAX_PRESIEVED ? sieve->block / 4 : MAX_PRESIEVED;
  int64_t small_max = least(medium_max, quarter);
  choose(sieve->small, composite, MAX_PRESIEVED, small_max);
  choose(sieve->medium, composite, small_max > MAX_PRESIEVED ? small_max : MAX_PRESIEVED, medium_max);
  choose(sieve->wide, composite, medium_max > MAX_PRESIEVED ? medium_max : MAX_PRESIEVED, root);
  free(composite);
}

static void begin(struct primes *list) {
  for (int k = 0; k < RESIDUES; k++) {
    for (int32_t i = 0; i < list[k].count; i++) {
      /* the turn of the square */
      list[k].starts[i] = list[k].primes[i] / 30 * list[k].primes[i];
    }
  }
}

static void cross_off(struct sieve *sieve, struct primes *list, int64_t end, int64_t shift) {
  for (int k = 0; k < RESIDUES; k++) {
    hpc_sieve_cross(k, sieve->bits, list[k].primes, list[k].starts, list[k].count, end, shift);
  }
}

static void pre_sieve(struct sieve *sieve, int64_t from, int64_t to, int64_t first_byte) {
  for (int i = 0; i < GROUPS; i += 3) {
    const struct pattern *p = &sieve->patterns[i];
    int64_t at[3];
    for (int j = 0; j < 3; j++) {
      at[j] = first_byte % p[j].period;
    }
    for (int64_t here = from; here < to;) {
      int64_t left = least(p[0].period - at[0], least(p[1].period - at[1], p[2].period - at[2]));
      int64_t run = least(to - here, (left + STEP - 1) & -STEP);
      hpc_sieve_and(sieve->bits, here, run, p[0].bits, at[0], p[1].bits, at[1], p[2].bits, at[2]);
      here += run;
      for (int j = 0; j < 3; j++) {
        at[j] += run;
        at[j] -= at[j] < p[j].period ? 0 : p[j].period;
      }
    }
  }
  if (first_byte == 0) {
    for (int i = 0; i < GROUPS; i++) {
      for (int j = 0; j < 4 && groups[i][j] > 0; j++) {
        sieve->bits[groups[i][j] / 30] |= 1 << number_of(groups[i][j] % 30);
      }
    }
    sieve->bits[0] &= ~1;
  }
}

static int64_t count(struct sieve *sieve) {
  int64_t last_byte = sieve->limit / 30;
  int64_t total = 3; /* 2, 3 and 5 are in no byte */
  begin(sieve->small);
  begin(sieve->medium);
  begin(sieve->wide);
  memset(sieve->bits, 0xff, sieve->segment + sieve->overhang);
  for (int64_t at = 0; at <= last_byte; at += sieve->segment) {
    int64_t length = least(sieve->segment, last_byte - at + 1);
    for (int64_t slice = 0; slice < length; slice += sieve->slice) {
      int64_t slice_end = least(length, slice + sieve->slice);
      for (int64_t block = slice; block < slice_end; block += sieve->block) {
        int64_t end = least(slice_end, block + sieve->block);
        pre_sieve(sieve, block, block + ((end - block + STEP - 1) & -STEP), at + block);
        cross_off(sieve, sieve->small, end, end == length ? length : 0);
      }
      cross_off(sieve, sieve->medium, slice_end, slice_end == length ? length : 0);
    }
    cross_off(sieve, sieve->wide, length, length);
    if (at + length > last_byte) {
      for (int k = 0; k < RESIDUES; k++) {
        if (residues[k] > sieve->limit % 30) {
          sieve->bits[length - 1] &= ~(1 << k);
        }
      }
      memset(sieve->bits + length, 0, STEP);
    }
    total += hpc_sieve_count(sieve->bits, (length + STEP - 1) & -STEP);
    memmove(sieve->bits, sieve->bits + sieve->segment, sieve->overhang);
    memset(sieve->bits + sieve->overhang, 0xff, sieve->segment);
  }
  return total;
}

int main(int argc, char **argv) {
  int64_t limit = argc > 1 ? (int64_t)atof(argv[1]) : 0;
  long repetitions = argc > 2 ? atol(argv[2]) : 1;
  if (limit < 100000 || limit > 100000000000 || repetitions < 1) {
    fprintf(stderr, "usage: sieve LIMIT [REPETITIONS]; LIMIT from 1e5 to 1e11\n");
    return 2;
  }
  for (long repetition = 0; repetition < repetitions; repetition++) {
    double wall = wall_seconds();
    struct sieve sieve;
    prepare(&sieve, limit);
    int64_t primes = count(&sieve);
    printf("%.4f %lld\n", wall_seconds() - wall, (long long)primes);
  }
  return 0;
}
