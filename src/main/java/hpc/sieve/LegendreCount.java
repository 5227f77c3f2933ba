package hpc.sieve;

/**
 * pi(x) without finding the primes: Legendre's recursion over the values of floor(x / k).
 *
 * <p>Let S(v, p) be how many of 2..v are left when the multiples of all primes up to p are gone.
 * Then S(v, p) = S(v, p-1) - (S(v/p, p-1) - pi(p-1)) for a prime p with p*p at most v, and S(v, p)
 * = S(v, p-1) otherwise. Only the v of the form floor(x / k) occur, so that two arrays of sqrt(x)
 * numbers and about x^(3/4) steps do: 1e9 takes some 20 ms, 1e12 some seconds. It shares nothing
 * with the sieves that it checks.
 */
final class LegendreCount {

  /** The recursion takes some 20 ms up to here. */
  static final long CHEAP_LIMIT = 1_000_000_000L;

  /** Here it takes some seconds and 32 MB. */
  static final long THOROUGH_LIMIT = 4_000_000_000_000L;

  private LegendreCount() {}

  /** The number of primes in [first, last]; {@code last} is at least 0. */
  static long within(long first, long last) {
    return first > last ? 0 : upTo(last) - upTo(first - 1);
  }

  /** The number of primes up to {@code x}. */
  static long upTo(long x) {
    if (x < 2) {
      return 0;
    }
    int root = Math.toIntExact(SievingPrimes.root(x));
    long[] small = new long[root + 1]; // small[v] = S(v)
    long[] large = new long[root + 1]; // large[k] = S(x / k)
    for (int i = 1; i <= root; i++) {
      small[i] = i - 1L;
      large[i] = x / i - 1;
    }
    for (int p = 2; p <= root; p++) {
      if (small[p] > small[p - 1]) {
        removeMultiples(x, p, small, large);
      }
    }
    return large[1];
  }

  private static void removeMultiples(long x, int p, long[] small, long[] large) {
    int root = small.length - 1;
    long before = small[p - 1];
    long square = (long) p * p;
    int kMax = (int) Math.min(root, x / square);
    int kInside = Math.min(kMax, root / p); // for these, x / (k p) is an index of large
    for (int k = 1; k <= kInside; k++) {
      large[k] -= large[k * p] - before;
    }
    long xOverP = x / p;
    for (int k = kInside + 1; k <= kMax; k++) {
      large[k] -= small[(int) (xOverP / k)] - before;
    }
    for (int v = root; v >= square; v--) {
      small[v] -= small[v / p] - before;
    }
  }
}
