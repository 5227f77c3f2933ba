"""The sieve of Eratosthenes in Numba: the loops of pure Python on an array of bools, compiled.

A first call with a small limit has it compiled before the clock starts.
"""

from time import perf_counter

import numba
import numpy
import problem


@numba.njit
def count_primes(limit):
    """Primes from 2 to limit."""
    is_prime = numpy.ones(limit + 1, dtype=numpy.bool_)
    is_prime[0] = is_prime[1] = False
    n = 2
    while n * n <= limit:
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
        n += 1
    count = 0
    for prime in is_prime:
        count += prime
    return count


LIMIT = problem.limit("sieve-numba")
count_primes(10)
begin = perf_counter()
count = count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
