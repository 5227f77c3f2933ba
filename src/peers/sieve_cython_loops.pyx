# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The sieve of Eratosthenes in Cython: the loops of pure Python with types, on a byte per number."""


def count_primes(long limit):
    """Primes from 2 to limit."""
    cdef unsigned char[::1] is_prime = bytearray(b"\1") * (limit + 1)
    cdef long n = 2, multiple, count = 0
    is_prime[0] = is_prime[1] = 0
    while n * n <= limit:
        if is_prime[n]:
            multiple = n * n
            while multiple <= limit:
                is_prime[multiple] = 0
                multiple += n
        n += 1
    for n in range(limit + 1):
        count += is_prime[n]
    return count
