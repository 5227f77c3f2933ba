package hpc.sieve;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Removes the multiples of the smallest primes, vector by vector.
 *
 * <p>The bits that the multiples of some primes leave repeat after as many bytes as the product of
 * these primes. Such patterns, made once, are AND-ed into the sieve: a vector AND settles 1920
 * numbers for two or three primes at once, where crossing off would take 8 stores per prime p in
 * every p bytes. Products are kept near 16 KB, small primes paired with large ones, so that all
 * patterns stay in the second-level cache and a run seldom meets the end of one.
 */
final class PreSieve {

  private static final int[][] GROUPS = {
    {7, 11, 13, 17},
    {19, 23, 29},
    {31, 37, 41},
    {43, 241},
    {47, 239},
    {53, 233},
    {59, 229},
    {61, 227},
    {67, 223},
    {71, 211},
    {73, 199},
    {79, 197},
    {83, 193},
    {89, 191},
    {97, 181},
    {101, 179},
    {103, 173},
    {107, 167},
    {109, 163},
    {113, 157},
    {127, 151},
    {131, 149},
    {137, 139},
    {251, 257}
  };

  /** The largest prime that needs no crossing off. */
  static final int MAX_PRIME = 257;

  private final BitKernel kernel;
  private final Pattern[] patterns;

  /** Makes the patterns, some 400 KB. */
  PreSieve(BitKernel kernel) {
    this.kernel = kernel;
    this.patterns =
        Arrays.stream(GROUPS).map(group -> new Pattern(group, kernel)).toArray(Pattern[]::new);
  }

  /**
   * ANDs the patterns into {@code bits[from, to)}.
   *
   * @param bits the sieve
   * @param from first byte
   * @param to one past the last byte, a multiple of {@link BitKernel#STEP} after {@code from}
   * @param firstByte which byte of all numbers {@code bits[from]} is
   */
  void apply(byte[] bits, int from, int to, long firstByte) {
    for (int i = 0; i < patterns.length; i += 3) {
      apply(bits, from, to, firstByte, patterns[i], patterns[i + 1], patterns[i + 2]);
    }
    if (firstByte <= MAX_PRIME / Wheel.SPAN) {
      restore(bits, from, to, (int) firstByte);
    }
  }

  private void apply(
      byte[] bits, int from, int to, long firstByte, Pattern a, Pattern b, Pattern c) {
    int atA = a.offset(firstByte);
    int atB = b.offset(firstByte);
    int atC = c.offset(firstByte);
    for (int at = from; at < to; ) {
      int left = Math.min(a.period - atA, Math.min(b.period - atB, c.period - atC));
      // up to the end of the shortest, rounded up: patterns go on beyond their period
      int run = Math.min(to - at, (left + BitKernel.STEP - 1) & -BitKernel.STEP);
      kernel.and(bits, at, run, a.bits, atA, b.bits, atB, c.bits, atC);
      at += run;
      atA = a.wrap(atA + run);
      atB = b.wrap(atB + run);
      atC = c.wrap(atC + run);
    }
  }

  /** Brings back the primes themselves, and takes the number 1 away. */
  private static void restore(byte[] bits, int from, int to, int firstByte) {
    for (int[] group : GROUPS) {
      for (int prime : group) {
        int at = from + prime / Wheel.SPAN - firstByte;
        if (from <= at && at < to) {
          bits[at] |= (byte) (1 << Wheel.bitOf(prime % Wheel.SPAN));
        }
      }
    }
    if (firstByte == 0) {
      bits[from] &= ~1;
    }
  }

  /** What the multiples of a few primes leave: a period, their product, and a step more. */
  private static final class Pattern {
    private final int period;
    private final byte[] bits;

    private Pattern(int[] primes, BitKernel kernel) {
      period = IntStream.of(primes).reduce(1, (a, b) -> a * b);
      int end = period + BitKernel.STEP;
      bits = new byte[end + MAX_PRIME];
      Arrays.fill(bits, (byte) -1);
      for (int prime : primes) {
        int residue = Wheel.bitOf(prime % Wheel.SPAN);
        kernel.cross(residue, bits, new int[] {prime}, new int[1], 1, end, 0);
      }
    }

    private int offset(long firstByte) {
      return (int) (firstByte % period);
    }

    private int wrap(int offset) {
      return offset < period ? offset : offset - period;
    }
  }
}
