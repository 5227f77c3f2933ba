"""Calls the sieve that Pythran has compiled of sieve_pythran_loops.py."""

from time import perf_counter

import problem
import sieve_pythran_loops

LIMIT = problem.limit("sieve-pythran")
begin = perf_counter()
count = sieve_pythran_loops.count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
