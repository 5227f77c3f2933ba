package hpc.sieve;

/**
 * Says whether a number is prime without any sieve: the strong probable-prime test to the bases 2,
 * 3, ... 37, which no composite below 3.1e23 passes (Sorenson and Webster, Strong pseudoprimes to
 * twelve prime bases, Math. Comp. 86, 2017).
 *
 * <p>Products modulo n are exact, 128 bits wide, reduced as Montgomery showed (Modular
 * multiplication without trial division, Math. Comp. 44, 1985): x stands as x * 2^64 mod n.
 */
final class MillerRabin {

  private static final int[] BASES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

  /** The modulus: odd, below 2^63. */
  private final long n;

  /** The inverse of n modulo 2^64. */
  private final long inverse;

  /** 1, that is 2^64 mod n. */
  private final long one;

  private MillerRabin(long n) {
    this.n = n;
    long x = n; // right in the lowest 3 bits; each step doubles that
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      x *= 2 - n * x;
    }
    this.inverse = x;
    this.one = Long.remainderUnsigned(-n, n);
  }

  /** Whether {@code number}, any non-negative one, is prime. */
  static boolean isPrime(long number) {
    if (number < 2) {
      return false;
    }
    for (int base : BASES) {
      if (number % base == 0) {
        return number == base;
      }
    }
    MillerRabin test = new MillerRabin(number);
    for (int base : BASES) {
      if (!test.passes(base)) {
        return false;
      }
    }
    return true;
  }

  static long count(long first, long last) {
    long count = 0;
    for (long left = last - first, number = first; left >= 0; left--, number++) {
      count += isPrime(number) ? 1 : 0;
    }
    return count;
  }

  /** With n - 1 = d 2^s: whether base^d is 1, or one of its s - 1 next squares is -1. */
  private boolean passes(int base) {
    int s = Long.numberOfTrailingZeros(n - 1);
    long minusOne = n - one;
    long x = power(base, (n - 1) >> s);
    if (x == one || x == minusOne) {
      return true;
    }
    for (int i = 1; i < s; i++) {
      x = multiply(x, x);
      if (x == minusOne) {
        return true;
      }
    }
    return false;
  }

  private long power(int base, long exponent) {
    long result = one;
    for (int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(exponent); bit >= 0; bit--) {
      result = multiply(result, result);
      if ((exponent >> bit & 1) == 1) {
        result = times(result, base);
      }
    }
    return result;
  }

  /** a * b / 2^64 mod n. */
  private long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long reduced = high - Math.unsignedMultiplyHigh(a * b * inverse, n);
    return reduced < 0 ? reduced + n : reduced;
  }

  /** x * factor mod n by doubling and adding; a factor is a small base. */
  private long times(long x, int factor) {
    long sum = 0;
    for (int bit = 31 - Integer.numberOfLeadingZeros(factor); bit >= 0; bit--) {
      sum = add(sum, sum);
      if ((factor >> bit & 1) == 1) {
        sum = add(sum, x);
      }
    }
    return sum;
  }

  private long add(long a, long b) {
    long room = n - b;
    return a >= room ? a - room : a + b;
  }
}
