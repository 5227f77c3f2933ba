"""The sieve of Eratosthenes in NumPy: the inner loop is a slice of an array of bools, a byte each."""

from math import isqrt
from time import perf_counter

import numpy
import problem


def count_primes(limit):
    """Primes from 2 to limit."""
    is_prime = numpy.ones(limit + 1, dtype=bool)
    is_prime[:2] = False
    for n in range(2, isqrt(limit) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = False
    return numpy.count_nonzero(is_prime)


LIMIT = problem.limit("sieve-numpy")
begin = perf_counter()
count = count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
