"""The sieve of Eratosthenes for Pythran: the loops of pure Python on an array of bytes, compiled ahead of time."""

import numpy


# pythran export count_primes(int)
def count_primes(limit):
    """Primes from 2 to limit."""
    is_prime = numpy.ones(limit + 1, dtype=numpy.uint8)
    is_prime[0] = is_prime[1] = 0
    n = 2
    while n * n <= limit:
        if is_prime[n]:
            for multiple in range(n * n, limit + 1, n):
                is_prime[multiple] = 0
        n += 1
    count = 0
    for n in range(limit + 1):
        count += is_prime[n]
    return count
