package hpc.sieve;

import java.util.function.LongConsumer;

/**
 * The primes with which a sieve crosses off: those up to the root of its limit.
 *
 * <p>One bit per odd number, shared read-only by all workers of a process. For 2^63-1 that is 190
 * MB; a list of the primes would take three times as much, and walking the bits costs less than the
 * division that follows.
 */
final class SievingPrimes {

  /** The root of 2^63-1. */
  private static final long MAX_ROOT = 3_037_000_499L;

  /** Up to here one segment is sieved by the naive sieve; the root of the largest root. */
  private static final long FIRST = 1 << 16;

  /** Bit {@code i} says that {@code 2i + 1} is prime. */
  private final long[] bits;

  private SievingPrimes(long[] bits) {
    this.bits = bits;
  }

  /** The memory that {@link #upToRootOf} takes. */
  static long bytes(long limit) {
    return root(limit) / 16 + Long.BYTES;
  }

  /** The primes whose squares are at most {@code limit}. */
  static SievingPrimes upToRootOf(long limit) {
    long max = root(limit);
    long[] bits = new long[Math.toIntExact(max / 128 + 1)];
    LongConsumer mark = prime -> bits[(int) (prime >> 7)] |= 1L << (prime >> 1);
    BlockSieve naive = new NaiveSieve(Math.min(max, FIRST));
    naive.forEach(3, Math.min(max, FIRST), mark);
    SievingPrimes primes = new SievingPrimes(bits);
    if (max > FIRST) {
      SegmentedSieve sieve = new SegmentedSieve(primes);
      Blocks rest = new Blocks(FIRST + 1, max, SegmentedSieve.blockLength(max));
      for (long block = 0; block < rest.count(); block++) {
        sieve.forEach(rest.first(block), rest.last(block), mark);
      }
    }
    return primes;
  }

  /** The largest integer whose square is at most {@code number}, a non-negative one. */
  static long root(long number) {
    // the double is off by one at most, and beyond 2^52 only
    long root = Math.min(MAX_ROOT, (long) Math.sqrt((double) number));
    if (root * root > number) {
      return root - 1;
    }
    return root < MAX_ROOT && (root + 1) * (root + 1) <= number ? root + 1 : root;
  }

  /**
   * Hands the odd primes up to {@code max} to {@code consumer}, in order.
   *
   * @param max at most the root for which the primes were computed
   */
  void forEachOdd(long max, LongConsumer consumer) {
    for (int word = 0; word < bits.length && 128L * word <= max; word++) {
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        long prime = 128L * word + 2L * Long.numberOfTrailingZeros(rest) + 1;
        if (prime > max) {
          return;
        }
        consumer.accept(prime);
      }
    }
  }
}
