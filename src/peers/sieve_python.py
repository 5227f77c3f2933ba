"""The sieve of Eratosthenes in pure Python, as a course writes it: one list, two loops, the inner one from n squared."""

from math import isqrt
from time import perf_counter

import problem


def count_primes(limit):
    """Primes from 2 to limit."""
    is_prime = [True] * (limit + 1)
    is_prime[0] = is_prime[1] = False
    for n in range(2, isqrt(limit) + 1):
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = False
    return sum(is_prime)


LIMIT = problem.limit("sieve-python")
begin = perf_counter()
count = count_primes(LIMIT)
print(f"{perf_counter() - begin:.6f} {count}")
