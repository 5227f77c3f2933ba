package hpc.sieve;

import java.util.Arrays;

/**
 * What the workers of a {@link WheelSieve} share, read-only: how the sieve is cut, the patterns,
 * and the sieving primes by size and residue.
 *
 * <p>Small primes cross off block by block, a block being what the first-level cache holds; medium
 * ones slice by slice, a slice being two blocks; wide ones section by section, a section being half
 * the second-level cache; large ones over the whole segment.
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
   * stay in the first-level TLB, which the 256 pages of a section do not: a multiple costs 0.75 ns
   * instead of 0.95 (Xeon with 2 MiB).
   */
  private static final int BLOCKS_PER_SLICE = 2;

  /** A medium prime is at most so many slices long: longer ones mostly pass a slice by. */
  private static final int MEDIUM_SLICES = 1;

  /**
   * A wide prime is at most so many sections long. Longer ones seldom have a whole turn in a
   * section; shorter bounds leave more to the division that a large prime costs (a fifth near
   * 1e12).
   */
  private static final int WIDE_SECTIONS = 2;

  /** With large primes, a segment has at most so many bytes: beyond, the third-level cache ends. */
  private static final int MAX_SEGMENT = 16 << 20;

  /**
   * At the end cores wait for half a block on average, 1.5 % of their time; twice as many blocks
   * would cost as much again for finding where the primes start.
   */
  private static final long BLOCKS_PER_CORE = 32;

  /** Half a millisecond of sieving: shorter blocks pay too much for a worker's turn. */
  private static final long MIN_BLOCK = 1 << 23;

  /** A minute of sieving; keeps every place in a block within 31 bits. */
  private static final long MAX_BLOCK = 1L << 34;

  final int blockBytes;
  final int sliceBytes;
  final int sectionBytes;
  final int segmentBytes;

  final BitKernel kernel;
  final PreSieve preSieve;
  final SievingPrimes primes;

  /** {@code small[k]} are the small primes of residue number k, ascending. */
  final int[][] small;

  /** {@code medium[k]} are the medium primes of residue number k, ascending. */
  final int[][] medium;

  /** {@code wide[k]} are the wide primes of residue number k, ascending. */
  final int[][] wide;

  /** The primes above are large. */
  final long wideMax;

  /**
   * Plans the sieving of blocks of {@code blockNumbers} numbers up to {@code limit}.
   *
   * @param primes at least those up to the root of the limit
   */
  WheelPlan(
      long limit,
      long blockNumbers,
      SievingPrimes primes,
      PreSieve preSieve,
      BitKernel kernel,
      CacheSizes caches) {
    this.primes = primes;
    this.preSieve = preSieve;
    this.kernel = kernel;
    long root = SievingPrimes.root(limit);
    blockBytes = caches.l1Bytes() & -BitKernel.STEP;
    sliceBytes = BLOCKS_PER_SLICE * blockBytes;
    sectionBytes = Math.max(1, caches.l2Bytes() / 2 / sliceBytes) * sliceBytes;
    wideMax = Math.min(root, (long) WIDE_SECTIONS * sectionBytes);
    long wanted = Math.clamp(root, sectionBytes, MAX_SEGMENT);
    long needed = Math.min(limit, blockNumbers) / Wheel.SPAN + 2;
    segmentBytes = (int) Math.min(roundUp(wanted, sectionBytes), roundUp(needed, BitKernel.STEP));
    long mediumMax = Math.min(wideMax, (long) MEDIUM_SLICES * sliceBytes);
    long smallMax = Math.min(mediumMax, Math.max(PreSieve.MAX_PRIME, blockBytes / TURNS_PER_BLOCK));
    small = byResidue(primes, PreSieve.MAX_PRIME, smallMax);
    medium = byResidue(primes, smallMax, mediumMax);
    wide = byResidue(primes, mediumMax, wideMax);
  }

  /**
   * Numbers per block when {@code numbers} are shared among {@code cores}: enough blocks for an
   * even share, yet so long that finding where each prime starts costs little beside the sieving.
   */
  static long blockLength(long numbers, long limit, int cores) {
    if (cores == 1) {
      return MAX_BLOCK;
    }
    long least = Math.min(MAX_BLOCK, Math.max(MIN_BLOCK, 128 * SievingPrimes.root(limit)));
    return Math.clamp(numbers / (BLOCKS_PER_CORE * cores), least, MAX_BLOCK)
        / Wheel.SPAN
        * Wheel.SPAN;
  }

  private static long roundUp(long length, int step) {
    return Math.ceilDiv(length, step) * step;
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
