package hpc.sieve;

import java.util.Arrays;

/**
 * The primes of a {@link WheelSieve} that are longer than a few segments, each in the bucket of the
 * segment that holds its next multiple.
 *
 * <p>Near 1e16 five million primes cross off a segment of 512 KiB, each 0.2 times on average.
 * Looking at all of them for each segment would cost more than the sieving; a prime in a bucket is
 * touched only when it crosses off, and then goes into the bucket of a later segment. A multiple
 * costs one entry read in order, one read-modify-write in the second-level cache, and one entry
 * written at the end of one of some hundred buckets: 2.5 ns, bound by the last two. So it pays to
 * have few multiples: here those of 7 are left out as well, which the patterns of {@link PreSieve}
 * have settled. That is a wheel of 210 with 48 factors in a turn, a seventh less than 8 in 30.
 *
 * <p>An entry is one long: where in its segment the multiple lies, the residue of the prime modulo
 * 30 with that of the factor modulo 210, and the prime's quotient by 30. All entries lie in one
 * array, cut into chunks. A bucket is a list of chunks, the last of which is being filled; the
 * first element of a chunk tells the chunk before. Chunks that have been read are used again.
 *
 * <p>What remains is to find where each prime enters a block: a floating-point division, eight of
 * which go into a vector, and some nanoseconds for those that do enter. Near 1e18 these are fifty
 * million and 400 MB of entries, so that blocks are as long as they can be, see {@link WheelPlan}.
 */
final class LargePrimes {

  /** Longs in a chunk, a power of two: 8 KiB, of which the last chunk of a bucket wastes half. */
  private static final int CHUNK = 1 << 10;

  /** The wheel on which large primes go: factors that have no divisor up to 7. */
  private static final int FACTOR_SPAN = 210;

  private static final int FACTORS = 48;

  /** From a factor to the next at most. */
  private static final int MAX_GAP = 10;

  /** The bits of an entry that tell the place in the segment. */
  private static final int PLACE_BITS = 28;

  private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

  /** The bits above that tell the state on the wheel; those of the quotient follow. */
  private static final int STATE_BITS = 9;

  private static final int STATE_MASK = (1 << STATE_BITS) - 1;

  private static final long STATE_FIELD = (long) STATE_MASK << PLACE_BITS;

  private static final int QUOTIENT_SHIFT = PLACE_BITS + STATE_BITS;

  private static final long QUOTIENT_MASK = -1L << QUOTIENT_SHIFT;

  /** For a number modulo 210, how far the next factor is. */
  private static final byte[] TO_FACTOR = new byte[FACTOR_SPAN];

  /** For a factor modulo 210, its number. */
  private static final byte[] FACTOR_AT = new byte[FACTOR_SPAN];

  /**
   * For each state, what is done to an entry: in bits 0 to 7 the mask to cross off with; in 8 to 15
   * by how many quotients and in 16 to 23 by how many bytes more the next multiple is away; the
   * next state where an entry has it.
   */
  private static final long[] STEPS = new long[1 << STATE_BITS];

  static {
    int[] factors = new int[FACTORS + 1];
    for (int n = 0, i = 0; n <= FACTOR_SPAN + 1; n++) {
      if (n % 2 != 0 && n % 3 != 0 && n % 5 != 0 && n % 7 != 0) {
        factors[i++] = n;
      }
    }
    for (int n = FACTOR_SPAN - 1, i = FACTORS; n >= 0; n--) {
      i -= i > 0 && factors[i - 1] >= n ? 1 : 0;
      TO_FACTOR[n] = (byte) (factors[i] - n);
      FACTOR_AT[n] = (byte) i;
    }
    for (int k = 0; k < Wheel.RESIDUES.length; k++) {
      for (int i = 0; i < FACTORS; i++) {
        int product = Wheel.RESIDUES[k] * factors[i];
        int next = Wheel.RESIDUES[k] * factors[i + 1];
        int bytes = next / Wheel.SPAN - product / Wheel.SPAN;
        STEPS[FACTORS * k + i] =
            (Wheel.MASKS[Byte.SIZE * k + Wheel.bitOf(factors[i] % Wheel.SPAN)] & 0xFF)
                | ((long) (factors[i + 1] - factors[i]) << 8)
                | ((long) bytes << 16)
                | (((long) FACTORS * k + (i + 1L) % FACTORS) << PLACE_BITS);
      }
    }
  }

  /** More entries than this have no place in one array. */
  private static final int MAX_LONGS = Integer.MAX_VALUE & -CHUNK;

  private final WheelPlan plan;
  private final int placeBits;

  /** Where the next entry of each bucket goes; at a multiple of {@link #CHUNK} there is no room. */
  private final int[] ends;

  /** The segments of this part of the block: buckets in use. */
  private int segments;

  private long[] store;

  /** From here on the store has not been used. */
  private int unused;

  /** The first of the chunks that can be used again, negative if there are none. */
  private int free = -CHUNK;

  private final long[] primes = new long[SievingPrimes.BATCH];
  private final long[] factors = new long[SievingPrimes.BATCH];

  LargePrimes(WheelPlan plan) {
    this.plan = plan;
    placeBits = Integer.numberOfTrailingZeros(plan.segmentBytes);
    ends = new int[plan.partSegments];
    store = new long[plan.bucketLongs];
  }

  /** How many longs a worker may keep when all cores have the same and half of the heap is left. */
  static long fairShare() {
    Runtime jvm = Runtime.getRuntime();
    return jvm.maxMemory() / 2 / jvm.availableProcessors() / Long.BYTES;
  }

  /**
   * How many longs the primes in (above, root] will need for a part of a block: from x to 1.25 x at
   * most one number in ln x is prime, and those that are longer than the part often miss it.
   */
  static int longs(long above, long root, long segments, int segmentBytes) {
    double numbers = (double) segments * segmentBytes * Wheel.SPAN;
    double entries = 0;
    for (double low = (double) above; low < root; low *= 1.25) {
      double primes = (Math.min((double) root, 1.25 * low) - low) / (Math.log(low) - 1);
      entries += primes * Math.min(1, numbers * FACTORS / FACTOR_SPAN / low);
    }
    if (entries == 0) {
      return 0;
    }
    double begun =
        Math.min((double) segments, (double) root * MAX_GAP / Wheel.SPAN / segmentBytes + 2);
    return (int) Math.min(MAX_LONGS, entries + (begun + 2) * CHUNK) & -CHUNK;
  }

  /**
   * Puts all primes up to {@code root} into the buckets of the segments from {@code firstByte} on;
   * what the buckets held is forgotten.
   *
   * @param bytes how far the block goes on; what lies beyond the part that was planned is left out
   */
  void place(long firstByte, long bytes, long root) {
    Arrays.fill(ends, 0);
    unused = 0;
    free = -CHUNK;
    long low = firstByte * Wheel.SPAN;
    segments = (int) Math.min(plan.partSegments, Math.ceilDiv(bytes, plan.segmentBytes));
    long numbers = (long) segments * plan.segmentBytes * Wheel.SPAN;
    for (long above = plan.wideMax; above < root; above = SievingPrimes.batchEnd(above)) {
      int count = plan.primes.batch(above, root, primes);
      findFactors(low, primes, count, factors);
      for (int i = 0; i < count; i++) {
        if (primes[i] * factors[i] - low < numbers) {
          place(low, numbers, primes[i], Math.max(primes[i], factors[i]));
        }
      }
    }
  }

  /**
   * Finds the least factor of each prime whose product is more than {@code low}. The double
   * quotient is below 2^51, as large primes are above 2^12, so that it is wrong by one at most; the
   * signs that tell are used as numbers, so that the loop has no branch and becomes vector code.
   */
  private static void findFactors(long low, long[] primes, int count, long[] factors) {
    double dividend = low;
    for (int i = 0; i < count; i++) {
      long prime = primes[i];
      long quotient = (long) (dividend / prime);
      long rest = low - quotient * prime;
      factors[i] = quotient + 1 + (rest >> 63) - ((prime - 1 - rest) >> 63);
    }
  }

  /** Products may pass 2^63, but the differences between them are exact. */
  private void place(long low, long numbers, long prime, long leastFactor) {
    int remainder = (int) (leastFactor % FACTOR_SPAN);
    long distance = (leastFactor + TO_FACTOR[remainder]) * prime - low;
    if (distance < numbers) {
      long quotient = prime / Wheel.SPAN;
      int residue = Wheel.bitOf((int) (prime - quotient * Wheel.SPAN));
      int at = (int) (distance / Wheel.SPAN);
      int state = FACTORS * residue + FACTOR_AT[remainder];
      long place = at & (plan.segmentBytes - 1);
      put(at >>> placeBits, (quotient << QUOTIENT_SHIFT) | ((long) state << PLACE_BITS) | place);
    }
  }

  /** Crosses off what is in the bucket of the {@code segment}-th segment. */
  void crossOff(byte[] bits, int segment) {
    // a prime may meet the segment again: it is then in the same bucket anew
    while (ends[segment] > 0) {
      int end = ends[segment];
      ends[segment] = 0;
      while (end > 0) {
        int chunk = (end - 1) & -CHUNK;
        crossOff(bits, segment, chunk + 1, end);
        end = (int) store[chunk] + CHUNK;
        store[chunk] = free;
        free = chunk;
      }
    }
  }

  private void crossOff(byte[] bits, int segment, int from, int to) {
    // locals, because C2 would read the fields again after every store
    long[] entries = store;
    int[] buckets = ends;
    int count = segments;
    int shift = placeBits;
    int within = (1 << shift) - 1;
    for (int i = from; i < to; i++) {
      long entry = entries[i];
      long step = STEPS[(int) (entry >>> PLACE_BITS) & STATE_MASK];
      int at = (int) entry & PLACE_MASK;
      bits[at] &= (byte) step;
      int quotient = (int) (entry >>> QUOTIENT_SHIFT);
      int next = at + quotient * (((int) step >>> 8) & 0xFF) + (((int) step >>> 16) & 0xFF);
      int bucket = segment + (next >>> shift);
      if (bucket < count) {
        int end = buckets[bucket];
        if ((end & (CHUNK - 1)) == 0) {
          end = newChunk(end);
          entries = store;
        }
        entries[end] = (entry & QUOTIENT_MASK) | (step & STATE_FIELD) | (next & within);
        buckets[bucket] = end + 1;
      }
    }
  }

  private void put(int bucket, long entry) {
    int end = ends[bucket];
    if ((end & (CHUNK - 1)) == 0) {
      end = newChunk(end);
    }
    store[end] = entry;
    ends[bucket] = end + 1;
  }

  /** Begins a chunk after one that ends at {@code end}, and returns where its first entry goes. */
  private int newChunk(int end) {
    int chunk = free;
    if (chunk >= 0) {
      free = (int) store[chunk];
    } else {
      chunk = unused;
      if (chunk > store.length - CHUNK) {
        long longer = store.length + Math.max(CHUNK, store.length / 8L);
        store = Arrays.copyOf(store, (int) Math.min(MAX_LONGS, longer) & -CHUNK);
      }
      unused += CHUNK;
    }
    store[chunk] = (long) end - CHUNK;
    return chunk + 1;
  }
}
