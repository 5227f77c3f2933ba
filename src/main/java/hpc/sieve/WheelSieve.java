package hpc.sieve;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The fast sieve: a byte for 30 numbers, patterns for the smallest primes, and two ways of crossing
 * off, by the size of the prime.
 *
 * <p>A number below 1e10 is crossed off 0.19 times on average when 2, 3, 5 never occur and patterns
 * remove what primes up to 257 divide. Small primes (most of the crossing off) hit the first-level
 * cache, medium and wide ones the second; all keep one number of state each, see {@link
 * WheelCrossing}. A large prime hits a segment a few times or not at all, and costs nothing while
 * it does not, see {@link LargePrimes}. Up to 1e12 instructions bound the sieve, beyond more and
 * more the second-level cache, and near 1e18 the making and placing of fifty million primes.
 */
final class WheelSieve implements BlockSieve {

  /** Takes what has been sieved, segment by segment in order. */
  @FunctionalInterface
  interface Visitor {

    /**
     * Looks at one segment.
     *
     * @param bits the segment as {@link Wheel} lays it out, numbers outside the block already
     *     cleared, and zeros up to the next multiple of {@link BitKernel#STEP}
     * @param length the bytes of the segment
     * @param firstByte which byte of all numbers {@code bits[0]} is
     */
    void visit(byte[] bits, int length, long firstByte);
  }

  private final WheelPlan plan;

  /** A segment, and the bytes that turns begun in it run into. */
  private final byte[] bits;

  private final int overhang;
  private final Starts small;
  private final Starts medium;
  private final Starts wide;
  private final LargePrimes large;

  WheelSieve(WheelPlan plan) {
    this.plan = plan;
    overhang = (int) Math.max(plan.wideMax, BitKernel.STEP);
    bits = new byte[plan.segmentBytes + overhang];
    small = new Starts(plan.small, plan.kernel);
    medium = new Starts(plan.medium, plan.kernel);
    wide = new Starts(plan.wide, plan.kernel);
    large = new LargePrimes(plan);
  }

  @Override
  public long count(long first, long last) {
    long[] count = new long[1];
    for (int prime : Wheel.BASIS) {
      count[0] += first <= prime && prime <= last ? 1 : 0;
    }
    scan(
        first,
        last,
        (segment, length, _) -> count[0] += plan.kernel.count(segment, roundUp(length)));
    return count[0];
  }

  @Override
  public void forEach(long first, long last, LongConsumer consumer) {
    for (int prime : Wheel.BASIS) {
      if (first <= prime && prime <= last) {
        consumer.accept(prime);
      }
    }
    scan(first, last, (segment, length, firstByte) -> list(segment, length, firstByte, consumer));
  }

  /**
   * Sieves [first, last] and shows it to {@code visitor} segment by segment.
   *
   * @param last less than {@code first} plus the length of a block that was planned
   */
  void scan(long first, long last, Visitor visitor) {
    long firstByte = first / Wheel.SPAN;
    long lastByte = last / Wheel.SPAN;
    long root = SievingPrimes.root(last);
    Arrays.fill(bits, (byte) -1);
    small.place(firstByte, root, bits);
    medium.place(firstByte, root, bits);
    wide.place(firstByte, root, bits);
    int segment = 0;
    for (long at = firstByte; at <= lastByte; at += plan.segmentBytes) {
      int length = (int) Math.min(plan.segmentBytes, lastByte - at + 1);
      if (segment == 0) {
        large.place(at, lastByte - at + 1, root);
      }
      sieve(at, length);
      large.crossOff(bits, segment);
      segment = (segment + 1) % plan.partSegments;
      if (at == firstByte) {
        bits[0] &= (byte) Wheel.bitsFrom((int) (first % Wheel.SPAN));
      }
      if (at + length > lastByte) {
        bits[length - 1] &= (byte) Wheel.bitsUpTo((int) (last % Wheel.SPAN));
        Arrays.fill(bits, length, roundUp(length), (byte) 0);
      }
      visitor.visit(bits, length, at);
      System.arraycopy(bits, plan.segmentBytes, bits, 0, overhang);
      Arrays.fill(bits, overhang, bits.length, (byte) -1);
    }
  }

  /** Patterns, then small, medium and wide primes, each over what its cache holds. */
  private void sieve(long firstByte, int length) {
    for (int slice = 0; slice < length; slice += plan.sliceBytes) {
      int sliceEnd = Math.min(length, slice + plan.sliceBytes);
      sieveSlice(firstByte, slice, sliceEnd, length);
      medium.crossOff(bits, sliceEnd, sliceEnd == length ? length : 0);
    }
    wide.crossOff(bits, length, length);
  }

  private void sieveSlice(long firstByte, int from, int to, int length) {
    for (int block = from; block < to; block += plan.blockBytes) {
      int blockEnd = Math.min(to, block + plan.blockBytes);
      plan.preSieve.apply(bits, block, block + roundUp(blockEnd - block), firstByte + block);
      small.crossOff(bits, blockEnd, blockEnd == length ? length : 0);
    }
  }

  private static void list(byte[] bits, int length, long firstByte, LongConsumer consumer) {
    for (int i = 0; i < length; i += Long.BYTES) {
      long base = (firstByte + i) * Wheel.SPAN;
      for (long rest = Wheel.word(bits, i); rest != 0; rest &= rest - 1) {
        consumer.accept(base + Wheel.OFFSETS[Long.numberOfTrailingZeros(rest)]);
      }
    }
  }

  private static int roundUp(int length) {
    return (length + BitKernel.STEP - 1) & -BitKernel.STEP;
  }

  /** Where the primes of one size go on, by residue. */
  private static final class Starts {
    private final BitKernel kernel;
    private final int[][] primes;
    private final int[][] starts;
    private final int[] active;

    private Starts(int[][] primes, BitKernel kernel) {
      this.kernel = kernel;
      this.primes = primes;
      this.starts = new int[primes.length][];
      this.active = new int[primes.length];
      for (int k = 0; k < primes.length; k++) {
        starts[k] = new int[primes[k].length];
      }
    }

    /** Finds the first whole turn of each prime up to {@code root} from {@code firstByte} on. */
    private void place(long firstByte, long root, byte[] bits) {
      for (int k = 0; k < primes.length; k++) {
        int i = 0;
        for (; i < primes[k].length && primes[k][i] <= root; i++) {
          starts[k][i] = place(primes[k][i], k, firstByte, bits);
        }
        active[k] = i;
      }
    }

    private static int place(int prime, int residue, long firstByte, byte[] bits) {
      // the turn of the square; those before are smaller primes' business
      long own = prime / Wheel.SPAN;
      long turn = Math.max(own, (firstByte + prime - 1) / prime);
      int start = (int) (turn * prime - firstByte);
      if (turn > own) {
        crossOffTurn(prime, residue, start - prime, bits);
      }
      return start;
    }

    /** The part of a turn that lies in the sieve when the turn begins before it. */
    private static void crossOffTurn(int prime, int residue, int start, byte[] bits) {
      int quotient = prime / Wheel.SPAN;
      int at = start + quotient;
      for (int step = 0; step < Byte.SIZE; step++) {
        if (at >= 0) {
          bits[at] &= Wheel.MASKS[Byte.SIZE * residue + step];
        }
        at += quotient * Wheel.GAPS[step] + Wheel.CARRIES[Byte.SIZE * residue + step];
      }
    }

    private void crossOff(byte[] bits, int end, int shift) {
      for (int k = 0; k < primes.length; k++) {
        kernel.cross(k, bits, primes[k], starts[k], active[k], end, shift);
      }
    }
  }
}
