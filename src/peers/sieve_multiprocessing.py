"""The sieve of Eratosthenes on processes: segments handed out by multiprocessing, NumPy's slices inside.

The processes start before the clock does, as the ranks of an MPI program do. They share the flags' memory with nobody: a
segment is a task, its count the answer.
"""

import multiprocessing
from math import isqrt
from time import perf_counter

import numpy
import problem

SEGMENT = 2**19  # numbers, a byte each: fits the second-level cache


def primes_to(limit):
    """The primes from 2 to limit, a list."""
    is_prime = numpy.ones(limit + 1, dtype=bool)
    is_prime[:2] = False
    for n in range(2, isqrt(limit) + 1):
        if is_prime[n]:
            is_prime[n * n :: n] = False
    return numpy.flatnonzero(is_prime).tolist()


def count_primes(first, limit, small_primes):
    """Primes of the segment that begins with `first`; `small_primes` are those up to the root of the limit."""
    end = min(first + SEGMENT, limit + 1)
    is_prime = numpy.ones(end - first, dtype=bool)
    for n in small_primes:
        if n * n >= end:
            break
        is_prime[max(n * n, -(-first // n) * n) - first :: n] = False
    return numpy.count_nonzero(is_prime)


if __name__ == "__main__":
    LIMIT = problem.limit("sieve-multiprocessing")
    with multiprocessing.Pool(problem.threads()) as pool:
        begin = perf_counter()
        small_primes = primes_to(isqrt(LIMIT))
        segments = [(first, LIMIT, small_primes) for first in range(2, LIMIT + 1, SEGMENT)]
        count = sum(pool.starmap(count_primes, segments))
        print(f"{perf_counter() - begin:.6f} {count}")
