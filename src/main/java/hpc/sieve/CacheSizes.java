package hpc.sieve;

/**
 * The caches that one core has for itself.
 *
 * @param l1Bytes the first level for data
 * @param l2Bytes the second level
 */
public record CacheSizes(int l1Bytes, int l2Bytes) {

  /** The smallest of common servers, assumed where the machine does not say. */
  static final CacheSizes USUAL = new CacheSizes(32 << 10, 512 << 10);

  private static final int MIN_L1 = 1 << 10;
  private static final int MIN_L2 = 1 << 13;

  /** Checks the order of the levels. */
  public CacheSizes {
    if (!possible(l1Bytes, l2Bytes)) {
      throw new IllegalArgumentException(
          "caches of %s and %s bytes: at least %s and %s, the second not smaller"
              .formatted(l1Bytes, l2Bytes, MIN_L1, MIN_L2));
    }
  }

  /** What the machine reports, or the caches of a common server if it reports none. */
  public static CacheSizes reported(long l1Bytes, long l2Bytes) {
    return possible(l1Bytes, l2Bytes) ? new CacheSizes((int) l1Bytes, (int) l2Bytes) : USUAL;
  }

  private static boolean possible(long l1Bytes, long l2Bytes) {
    return l1Bytes >= MIN_L1
        && l2Bytes >= Math.max(l1Bytes, MIN_L2)
        && l2Bytes <= Integer.MAX_VALUE;
  }
}
