package hpc.sieve;

import java.util.function.LongConsumer;

/**
 * The sieve of the textbooks: one boolean per number from 0 to the limit, crossed off from {@code
 * p*p} on for each prime {@code p} up to the root of the limit.
 *
 * <p>It does about {@code n ln ln n} stores, 2.5 per number, each {@code p} bytes from the last.
 * Once {@code n} bytes exceed the cache, every store of a prime above 64 brings in a line of its
 * own: memory bounds it, and threads would only share the same memory.
 */
final class NaiveSieve implements BlockSieve {

  /** The longest array that every JVM grants, less the place of number 0. */
  static final long MAX_LIMIT = Integer.MAX_VALUE - 9;

  private final boolean[] composite;

  /** Crosses off all composites up to {@code limit}, at most {@link #MAX_LIMIT}. */
  NaiveSieve(long limit) {
    composite = create(Math.toIntExact(limit));
    sieve(composite, Math.toIntExact(limit));
  }

  private static boolean[] create(int n) {
    return new boolean[n + 1];
  }

  private static void sieve(boolean[] composite, int n) {
    for (int p = 2; (long) p * p <= n; p++) {
      if (!composite[p]) {
        // the index is long: past 2^31-p an int would turn negative
        for (long multiple = (long) p * p; multiple <= n; multiple += p) {
          composite[(int) multiple] = true;
        }
      }
    }
  }

  @Override
  public long count(long first, long last) {
    long count = 0;
    for (int number = (int) Math.max(2, first); number <= last; number++) {
      if (!composite[number]) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void forEach(long first, long last, LongConsumer consumer) {
    for (int number = (int) Math.max(2, first); number <= last; number++) {
      if (!composite[number]) {
        consumer.accept(number);
      }
    }
  }
}
