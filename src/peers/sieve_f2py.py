"""Calls the sieve that f2py has wrapped of sieve_f2py_loops.f90."""

from time import perf_counter

import problem
import sieve_f2py_loops

LIMIT = problem.limit("sieve-f2py")
begin = perf_counter()
count = sieve_f2py_loops.count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
