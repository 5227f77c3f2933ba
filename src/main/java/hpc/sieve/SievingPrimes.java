package hpc.sieve;

import java.util.function.LongConsumer;

/**
 * The primes with which a sieve crosses off: those up to the root of its limit.
 *
 * <p>They stand as {@link Wheel} lays them out, a byte for 30 numbers, shared read-only by all
 * workers of a process. For 2^63-1 that is 101 MB; a list of the primes would take six times as
 * much, and walking the bits costs less than the division that follows.
 */
final class SievingPrimes {

  /** The root of 2^63-1. */
  private static final long MAX_ROOT = 3_037_000_499L;

  /**
   * Up to here they are found by the naive sieve; above by the wheel, with those up to the root.
   */
  private static final long NAIVE_MAX = 1 << 12;

  /** A batch of primes comes from so many bytes. */
  private static final int BATCH_BYTES = 512;

  private static final int BATCH_SPAN = BATCH_BYTES * Wheel.SPAN;

  /** No batch has more primes than there are bits. */
  static final int BATCH = BATCH_BYTES * Byte.SIZE;

  private final byte[] bits;

  private SievingPrimes(byte[] bits) {
    this.bits = bits;
  }

  /** The memory that {@link #upToRootOf} takes. */
  static long bytes(long limit) {
    return root(limit) / Wheel.SPAN + BitKernel.STEP;
  }

  /** The primes whose squares are at most {@code limit}. */
  static SievingPrimes upToRootOf(
      long limit, PreSieve preSieve, BitKernel kernel, CacheSizes caches) {
    long max = root(limit);
    byte[] bits = new byte[(int) (max / Wheel.SPAN) + BitKernel.STEP];
    if (max <= NAIVE_MAX) {
      new NaiveSieve(max)
          .forEach(
              7,
              max,
              prime ->
                  bits[(int) (prime / Wheel.SPAN)] |=
                      (byte) (1 << Wheel.bitOf((int) (prime % Wheel.SPAN))));
    } else {
      WheelPlan plan =
          new WheelPlan(
              max,
              max,
              upToRootOf(max, preSieve, kernel, caches),
              preSieve,
              kernel,
              caches,
              LargePrimes.fairShare());
      new WheelSieve(plan)
          .scan(
              0,
              max,
              (segment, length, firstByte) ->
                  System.arraycopy(segment, 0, bits, (int) firstByte, length));
    }
    return new SievingPrimes(bits);
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
   * Hands the primes in (above, upTo] to {@code consumer}, in order.
   *
   * @param above at least 5: the primes of the wheel itself are left out
   * @param upTo at most the root for which the primes were computed
   */
  void forEach(long above, long upTo, LongConsumer consumer) {
    long[] batch = new long[BATCH];
    for (long at = above; at < upTo; at = batchEnd(at)) {
      int count = batch(at, upTo, batch);
      for (int i = 0; i < count; i++) {
        consumer.accept(batch[i]);
      }
    }
  }

  /** Above which number the batch after that of {@code above} begins. */
  static long batchEnd(long above) {
    return (above + 1) / BATCH_SPAN * BATCH_SPAN + (BATCH_SPAN - 1);
  }

  /**
   * Lists the primes in (above, min(upTo, batchEnd(above))].
   *
   * @return how many they are, at most {@link #BATCH}
   */
  int batch(long above, long upTo, long[] primes) {
    long last = Math.min(upTo, batchEnd(above));
    int end = (int) (last / Wheel.SPAN);
    int count = 0;
    for (int at = (int) ((above + 1) / BATCH_SPAN) * BATCH_BYTES; at <= end; at += Long.BYTES) {
      long base = (long) at * Wheel.SPAN;
      for (long rest = Wheel.word(bits, at); rest != 0; rest &= rest - 1) {
        primes[count++] = base + Wheel.OFFSETS[Long.numberOfTrailingZeros(rest)];
      }
    }
    while (count > 0 && primes[count - 1] > last) {
      count--;
    }
    int skipped = 0;
    while (skipped < count && primes[skipped] <= above) {
      skipped++;
    }
    System.arraycopy(primes, skipped, primes, 0, count - skipped);
    return count - skipped;
  }
}
