/*
 * What a library of kernels offers to hpc.jar, in C or in Fortran (ISO_C_BINDING): kernels take arrays and a range, and
 * know no messages or files, and no threads but those of OpenMP in a library that was compiled with it. Arrays are the JVM's own, passed without a copy; places in them are numbers of
 * elements. No function keeps a pointer or calls back.
 */
#ifndef HPC_NATIVE_H
#define HPC_NATIVE_H

#include <stdint.h>

/* Counted up with every change of this file; NativeLibrary.INTERFACE says which one hpc.jar was made for. */
#define HPC_INTERFACE 2

int32_t hpc_interface(void);

/* Among how many threads of OpenMP the loops over rows and segments are shared from now on, 1 at first. In C only. */
void hpc_threads(int32_t threads);

/* One time step on rows times columns points, rows stride apart; see hpc.diffusion.Kernel for the order of operations. */
void hpc_diffusion_update(const double *now, double *next, int64_t start, int64_t rows, int64_t columns, int64_t stride,
                          double cx, double cy);

/* The same where the weights vary: of the face above each point, and of that to its left. */
void hpc_diffusion_update_varying(const double *now, double *next, int64_t start, int64_t rows, int64_t columns,
                                  int64_t stride, const double *cx, const double *cy);

/* bits[from + i] &= a[at_a + i] & b[at_b + i] & c[at_c + i] */
void hpc_sieve_and(uint8_t *bits, int64_t from, int64_t length, const uint8_t *a, int64_t at_a, const uint8_t *b,
                   int64_t at_b, const uint8_t *c, int64_t at_c);

/* The number of ones in the first length bytes, a multiple of 8. */
int64_t hpc_sieve_count(const uint8_t *bits, int64_t length);

/* Crosses off all turns that begin before end of primes of one residue modulo 30; see hpc.sieve.WheelCrossing. */
void hpc_sieve_cross(int32_t residue, uint8_t *bits, const int32_t *primes, int32_t *starts, int32_t count, int32_t end,
                     int32_t shift);

/* The primes of [first, last], sieved in segments by the count primes from 3 to the root of last. In C only. */
int64_t hpc_sieve_segments(int64_t first, int64_t last, const uint32_t *primes, int64_t count);

#endif
