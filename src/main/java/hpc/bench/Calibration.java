package hpc.bench;

import java.util.function.LongSupplier;

/**
 * Times a fixed piece of arithmetic that needs no memory: what it takes tells how fast the core of
 * the calling thread is at the moment, apart from what the program does.
 */
final class Calibration {

  /** About half a millisecond each. */
  private static final int STEPS = 250_000;

  /** The shortest counts: one that was interrupted says nothing. */
  private static final int TRIES = 5;

  private static final int WARM_UPS = 40;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private final LongSupplier nanoTime;
  private final long expected;

  /** Warms the arithmetic up, in some 20 ms. */
  Calibration(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    long result = 0;
    for (int i = 0; i < WARM_UPS; i++) {
      result = arithmetic(SEED);
    }
    expected = result;
  }

  /**
   * The time it takes now, in seconds.
   *
   * @throws IllegalStateException if the processor does not compute what it did before
   */
  double seconds() {
    long shortest = Long.MAX_VALUE;
    for (int i = 0; i < TRIES; i++) {
      long start = nanoTime.getAsLong();
      long result = arithmetic(SEED);
      shortest = Math.min(shortest, nanoTime.getAsLong() - start);
      if (result != expected) {
        throw new IllegalStateException("this processor computes the same sum in two ways");
      }
    }
    return shortest / NANOS_PER_SECOND;
  }

  /** Marsaglia's xorshift: every step waits for the one before, so that only the clock counts. */
  private static long arithmetic(long seed) {
    long state = seed;
    for (int i = 0; i < STEPS; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    return state;
  }
}
