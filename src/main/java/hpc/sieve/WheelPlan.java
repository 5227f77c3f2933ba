package hpc.sieve;

import java.util.Arrays;

/**
 * What the workers of a {@link WheelSieve} share, read-only: how the sieve is cut, the patterns,
 * and the sieving primes by size and residue.
 *
 * <p>Small primes cross off block by block, a block being what the first-level cache holds; medium
 * ones slice by slice, a slice being two blocks; wide ones segment by segment, a segment being what
 * the second-level cache holds beside other things; large ones lie in buckets, see {@link
 * LargePrimes}.
 */
final class WheelPlan {

  /**
   * A small prime makes at least so many turns in a block. Fewer turns pay too much for the branch
   * that ends them, more leave more primes to the slower second-level cache; 3 and 4 are alike, 6
   * is slower by 3 %.
   */
  private static final int TURNS_PER_BLOCK = 4;

  /**
   * A slice has so many blocks. It lies in the second-level cache in any case, but its 24 pages
   * stay in the first-level TLB, which the pages of a segment do not: a multiple costs 0.75 ns
   * instead of 0.95 (Xeon with 2 MiB).
   */
  private static final int BLOCKS_PER_SLICE = 2;

  /** A medium prime is at most so many slices long: longer ones mostly pass a slice by. */
  private static final int MEDIUM_SLICES = 1;

  /**
   * A segment is at most this part of the second-level cache, whose other tenants are the patterns
   * and the ends of the buckets. Half the cache is 6 % slower near 1e16 and 3 % faster near 1e12,
   * an eighth slower everywhere.
   */
  private static final int SEGMENTS_PER_CACHE = 4;

  /**
   * A wide prime is at most so many segments long. 1 to 4 are alike: longer ones seldom have a
   * whole turn in a segment, shorter ones often have several multiples there, each through a
   * bucket.
   */
  private static final int WIDE_SEGMENTS = 2;

  /**
   * At the end cores wait for half a block on average, 1.5 % of their time; twice as many blocks
   * would cost as much again for finding where the primes start.
   */
  private static final long BLOCKS_PER_CORE = 32;

  /** Of so many roots, so that finding the starts of all primes costs some per cent of a block. */
  private static final long ROOTS_PER_BLOCK = 128;

  /** In a block of less than a fraction of the root, finding the starts is nearly all the work. */
  private static final long MIN_BLOCKS_PER_ROOT = 4;

  /** Half a millisecond of sieving: shorter blocks pay too much for a worker's turn. */
  private static final long MIN_BLOCK = 1 << 23;

  /** Some seconds of sieving; keeps every place in a block within 31 bits. */
  private static final long MAX_BLOCK = 1L << 34;

  final int blockBytes;
  final int sliceBytes;

  /** A power of two. */
  final int segmentBytes;

  /** After so many segments, a part of the block, the large primes are found anew. */
  final int partSegments;

  /** The memory that the large primes of a worker are expected to need. */
  final int bucketLongs;

  final BitKernel kernel;
  final PreSieve preSieve;
  final SievingPrimes primes;

  // at [k] the primes of a size and of residue number k, ascending
  final int[][] small;
  final int[][] medium;
  final int[][] wide;

  /** The primes above are large. */
  final long wideMax;

  /**
   * Plans the sieving of blocks of {@code blockNumbers} numbers up to {@code limit}.
   *
   * @param primes at least those up to the root of the limit
   * @param bucketLongs the memory that the large primes of a worker may take, where possible
   */
  WheelPlan(
      long limit,
      long blockNumbers,
      SievingPrimes primes,
      PreSieve preSieve,
      BitKernel kernel,
      CacheSizes caches,
      long bucketLongs) {
    this.primes = primes;
    this.preSieve = preSieve;
    this.kernel = kernel;
    long root = SievingPrimes.root(limit);
    blockBytes = caches.l1Bytes() & -BitKernel.STEP;
    sliceBytes = BLOCKS_PER_SLICE * blockBytes;
    int cached = Integer.highestOneBit(caches.l2Bytes() / SEGMENTS_PER_CACHE);
    wideMax = Math.min(root, (long) WIDE_SEGMENTS * cached);
    long needed = Math.min(limit, blockNumbers) / Wheel.SPAN + 2;
    segmentBytes = Math.clamp(ceilPowerOfTwo(needed), BitKernel.STEP, cached);
    long part = Math.ceilDiv(needed, segmentBytes);
    while (part > 1 && LargePrimes.longs(wideMax, root, part, segmentBytes) > bucketLongs) {
      part = Math.ceilDiv(part, 2);
    }
    partSegments = Math.toIntExact(part);
    this.bucketLongs = LargePrimes.longs(wideMax, root, part, segmentBytes);
    long mediumMax = Math.min(wideMax, (long) MEDIUM_SLICES * sliceBytes);
    long smallMax = Math.min(mediumMax, Math.max(PreSieve.MAX_PRIME, blockBytes / TURNS_PER_BLOCK));
    small = byResidue(primes, PreSieve.MAX_PRIME, smallMax);
    medium = byResidue(primes, smallMax, mediumMax);
    wide = byResidue(primes, mediumMax, wideMax);
  }

  /**
   * Numbers per block when {@code numbers} are shared among {@code cores}: enough blocks for an
   * even share, yet so long that finding where each prime starts costs little beside the sieving;
   * one for each core rather than none for some.
   */
  static long blockLength(long numbers, long limit, int cores) {
    long root = SievingPrimes.root(limit);
    long share = Math.ceilDiv(Math.max(1, numbers), cores);
    if (cores == 1) {
      return Math.min(share, MAX_BLOCK);
    }
    long worthwhile = Math.max(MIN_BLOCK, ROOTS_PER_BLOCK * root);
    long length = Math.ceilDiv(share, Math.clamp(share / worthwhile, 1, BLOCKS_PER_CORE));
    long least = Math.max(MIN_BLOCK, root / MIN_BLOCKS_PER_ROOT);
    return Math.ceilDiv(Math.clamp(length, least, MAX_BLOCK), Wheel.SPAN) * Wheel.SPAN;
  }

  private static long ceilPowerOfTwo(long n) {
    return Long.highestOneBit(n - 1) << 1;
  }

  private static int[][] byResidue(SievingPrimes primes, long above, long upTo) {
    int[][] lists = new int[Wheel.RESIDUES.length][16];
    int[] counts = new int[lists.length];
    primes.forEach(
        above,
        upTo,
        prime -> {
          int k = Wheel.bitOf((int) (prime % Wheel.SPAN));
          if (counts[k] == lists[k].length) {
            lists[k] = Arrays.copyOf(lists[k], 2 * counts[k]);
          }
          lists[k][counts[k]++] = (int) prime;
        });
    for (int k = 0; k < lists.length; k++) {
      lists[k] = Arrays.copyOf(lists[k], counts[k]);
    }
    return lists;
  }
}
