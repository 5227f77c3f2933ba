package hpc.sieve;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Sieves one segment at a time, one byte per odd number, so that all stores hit the cache. Bytes,
 * because a sum of them counts without a branch that the processor would mispredict.
 *
 * <p>Per number it does about {@code (ln ln n) / 2} stores into the L2 cache, and per segment one
 * division for each prime up to the root, to find where that prime enters. The stores bound it up
 * to about 1e12; beyond, the divisions do, although segments grow with the root. No state is
 * carried from one segment to the next, so that any worker can take any of them.
 */
final class SegmentedSieve implements BlockSieve {

  /**
   * 2^20 numbers are 512 KiB of odd ones, half of a common L2 cache. Anything from 2^18 to 2^23 is
   * within 7 % of it at 2e9; shorter ones share better, longer ones save divisions.
   */
  private static final long MIN_LENGTH = 1L << 20;

  /** 16 MiB of odd numbers a worker: longer saves divisions that no longer dominate. */
  private static final long MAX_LENGTH = 1L << 25;

  private final SievingPrimes primes;
  private byte[] composite = new byte[0];
  private long base;
  private int odds;

  SegmentedSieve(SievingPrimes primes) {
    this.primes = primes;
  }

  /**
   * Numbers per segment: at least the cache's worth, and the root of the limit when that is more.
   */
  static long blockLength(long limit) {
    return Math.clamp(SievingPrimes.root(limit), MIN_LENGTH, MAX_LENGTH);
  }

  @Override
  public long count(long first, long last) {
    sieve(first, last);
    int left = odds;
    for (int i = 0; i < odds; i++) {
      left -= composite[i];
    }
    return first <= 2 && 2 <= last ? left + 1L : left;
  }

  @Override
  public void forEach(long first, long last, LongConsumer consumer) {
    sieve(first, last);
    if (first <= 2 && 2 <= last) {
      consumer.accept(2);
    }
    for (int i = 0; i < odds; i++) {
      if (composite[i] == 0) {
        consumer.accept(base + 2L * i);
      }
    }
  }

  /** Leaves 1 in {@code composite[i]} if {@code base + 2i} is not prime, else 0. */
  private void sieve(long first, long last) {
    base = first | 1;
    odds = base > last ? 0 : Math.toIntExact((last - base) / 2 + 1);
    if (composite.length < odds) {
      composite = new byte[odds];
    } else {
      Arrays.fill(composite, 0, odds, (byte) 0);
    }
    if (base == 1 && odds > 0) {
      composite[0] = 1;
    }
    long root = SievingPrimes.root(last);
    for (int prime = 3; prime <= Math.min(5, root); prime += 2) {
      crossOff(prime);
    }
    primes.forEach(5, root, this::crossOff);
  }

  private void crossOff(long prime) {
    long start = distance(prime) / 2;
    // a prime longer than the segment meets it once at most; the shorter step keeps int from
    // overflowing
    int step = (int) Math.min(prime, odds);
    // reads the fields in the loop on purpose: on locals, C2 (JDK 25) makes it 3 times slower
    for (int i = (int) Math.min(start, odds); i < odds; i += step) {
      composite[i] = 1;
    }
  }

  /** From {@code base} to the first odd multiple that smaller primes leave, an even number. */
  private long distance(long prime) {
    long square = prime * prime;
    if (square >= base) {
      return square - base;
    }
    long past = base % prime;
    long next = past == 0 ? 0 : prime - past;
    return (next & 1) == 0 ? next : next + prime;
  }
}
