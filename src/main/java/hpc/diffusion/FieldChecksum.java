package hpc.diffusion;

/**
 * 64 bits that tell fields apart and do not depend on who holds which row: the sum modulo 2^64 of
 * {@code mix(bits(u) + number * G)} over all points, where {@code number} is the global row-major
 * number of a point.
 *
 * <p>{@code mix} is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), a bijection, and so is
 * adding {@code number * G}: a field that differs in one point always has another checksum. Fields
 * that differ in more points, values that changed places among them, collide by chance only, one in
 * 2^64. It finds mistakes, not forgers.
 *
 * <p>0.0 and -0.0 count as different, since what is promised is equal bits. All NaN count as one,
 * since their payload depends on the processor.
 */
final class FieldChecksum {

  /** 2^64 over the golden ratio, odd: neighbouring points start far apart. */
  private static final long G = 0x9e3779b97f4a7c15L;

  private FieldChecksum() {}

  /** The share of {@code values[from..to)}, the points with numbers {@code number} and on. */
  static long of(double[] values, int from, int to, long number) {
    long sum = 0;
    long start = number * G;
    for (int i = from; i < to; i++, start += G) {
      sum += mix(Double.doubleToLongBits(values[i]) + start);
    }
    return sum;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
