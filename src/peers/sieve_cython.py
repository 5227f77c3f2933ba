"""Calls the sieve that Cython has compiled of sieve_cython_loops.pyx."""

from time import perf_counter

import problem
import sieve_cython_loops

LIMIT = problem.limit("sieve-cython")
begin = perf_counter()
count = sieve_cython_loops.count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
