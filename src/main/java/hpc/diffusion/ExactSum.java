package hpc.diffusion;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The sum of any finite doubles without any rounding, rounded once when it is read: the order of
 * the terms, and so the layout of a run, cannot change it.
 *
 * <p>A double is a whole number of units of 2^-1074, and so is any sum of doubles. The sum is kept
 * in limbs of 32 bits, each in a long, which leaves room to add many terms before carries must move
 * (a small superaccumulator in the sense of R. M. Neal, "Fast exact summation using small and large
 * superaccumulators", 2015). Sums of ranks are combined by adding limbs.
 *
 * <p>At most 2^62 terms. Not safe for many threads: each has its own, and {@link #add(ExactSum)}
 * merges.
 */
final class ExactSum {

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = (1L << LIMB_BITS) - 1;

  /** 2098 bits of the largest double, 62 of the count and a sign fit 68 limbs. */
  private static final int LIMBS = 68;

  /** A term adds less than 2^53 to a limb: 500 of them and a carry stay below 2^63. */
  private static final int TERMS_PER_CARRY = 500;

  private static final int SIGNIFICAND_BITS = 52;
  private static final long SIGNIFICAND_MASK = (1L << SIGNIFICAND_BITS) - 1;
  private static final int EXPONENT_MASK = 0x7ff;

  /** The exponent of the unit. */
  private static final int UNIT = -1074;

  private final long[] limbs = new long[LIMBS];

  /** Adds {@code values[from..to)}, all finite. */
  void add(double[] values, int from, int to) {
    for (int start = from; start < to; start += TERMS_PER_CARRY) {
      int end = Math.min(to, start + TERMS_PER_CARRY);
      for (int i = start; i < end; i++) {
        addWithoutCarry(Double.doubleToRawLongBits(values[i]));
      }
      carry();
    }
  }

  void add(ExactSum other) {
    addLimbs(other.limbs);
  }

  /** Adds limbs that {@link #limbs} of other sums gave, added elementwise or not. */
  void addLimbs(long[] others) {
    Arrays.setAll(limbs, k -> limbs[k] + others[k]);
    carry();
  }

  /** The state, 68 numbers; adding them elementwise over up to 2^30 sums adds the sums. */
  long[] limbs() {
    return limbs.clone();
  }

  /** The sum, rounded to the nearest double, ties to even; infinite if it is too large for one. */
  double toDouble() {
    BigInteger units = units();
    BigInteger size = units.abs();
    // 62 leading bits decide how 53 are rounded if the last one says whether any follow
    int dropped = Math.max(0, size.bitLength() - 62);
    long leading = size.shiftRight(dropped).longValueExact();
    boolean more = dropped > 0 && size.getLowestSetBit() < dropped;
    double rounded = Math.scalb((double) (more ? leading | 1 : leading), dropped + UNIT);
    return units.signum() < 0 ? -rounded : rounded;
  }

  private BigInteger units() {
    BigInteger sum = BigInteger.ZERO;
    for (int k = LIMBS - 1; k >= 0; k--) {
      sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[k]));
    }
    return sum;
  }

  private void addWithoutCarry(long bits) {
    int exponent = (int) (bits >>> SIGNIFICAND_BITS) & EXPONENT_MASK;
    // subnormal numbers have no hidden bit and the exponent of the least normal ones
    int normal = exponent == 0 ? 0 : 1;
    long significand = (bits & SIGNIFICAND_MASK) | ((long) normal << SIGNIFICAND_BITS);
    int position = exponent - normal;
    int limb = position / LIMB_BITS;
    int shift = position % LIMB_BITS;
    long sign = bits >> 63;
    long low = (significand << shift) & LIMB_MASK;
    long high = significand >>> (LIMB_BITS - shift);
    // (x ^ sign) - sign negates where the sign bit is set
    limbs[limb] += (low ^ sign) - sign;
    limbs[limb + 1] += (high ^ sign) - sign;
  }

  /** Brings every limb but the top one into [0, 2^32); the top one keeps the sign. */
  private void carry() {
    long carry = 0;
    for (int k = 0; k < LIMBS - 1; k++) {
      long limb = limbs[k] + carry;
      limbs[k] = limb & LIMB_MASK;
      carry = limb >> LIMB_BITS;
    }
    limbs[LIMBS - 1] += carry;
  }
}
