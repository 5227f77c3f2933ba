package hpc.sieve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The textbook's sieve on what Python calls a list: places that refer to objects, here to the two
 * of {@link Boolean}, as there to {@code True} and {@code False}.
 *
 * <p>A place takes 4 bytes in heaps below 32 GiB and 8 beyond, as in CPython, where an array of
 * primitives takes 1. Every store tells the garbage collector besides, and every test reads the
 * object: what {@link NaiveSieve} saves is what NumPy saves over a list.
 */
final class BoxedSieve implements BlockSieve {

  /** As long as the longest array that every JVM grants. */
  static final long MAX_LIMIT = NaiveSieve.MAX_LIMIT;

  /** Heaps of this size and beyond have references of 8 bytes. */
  private static final long LARGE_HEAP_BYTES = 32L << 30;

  private final List<Boolean> prime;

  /** Crosses off all composites up to {@code limit}, at most {@link #MAX_LIMIT}. */
  BoxedSieve(long limit) {
    prime = sieve(Math.toIntExact(limit));
  }

  /** The memory that the list of numbers up to {@code limit} takes on this JVM. */
  static long bytes(long limit) {
    int reference =
        Runtime.getRuntime().maxMemory() < LARGE_HEAP_BYTES ? Integer.BYTES : Long.BYTES;
    return reference * (limit + 1);
  }

  private static List<Boolean> sieve(int n) {
    List<Boolean> prime = new ArrayList<>(n + 1);
    for (int number = 0; number <= n; number++) {
      prime.add(number >= 2);
    }
    for (int p = 2; (long) p * p <= n; p++) {
      if (prime.get(p)) {
        // the index is long: past 2^31-p an int would turn negative
        for (long multiple = (long) p * p; multiple <= n; multiple += p) {
          prime.set((int) multiple, false);
        }
      }
    }
    return prime;
  }

  @Override
  public long count(long first, long last) {
    long count = 0;
    for (int number = (int) first; number <= last; number++) {
      if (prime.get(number)) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void forEach(long first, long last, LongConsumer consumer) {
    for (int number = (int) first; number <= last; number++) {
      if (prime.get(number)) {
        consumer.accept(number);
      }
    }
  }
}
