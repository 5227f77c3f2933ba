package hpc.amdahl;

import static java.math.BigInteger.ONE;

import java.math.BigInteger;

/**
 * The work: Lehmer's generator x(i) = 48271 x(i-1) mod 2^31-1 from x(0) = 1 on, and the sum of its
 * numbers. S. K. Park, K. W. Miller, P. K. Stockmeyer, CACM 36(7), 1993; {@code std::minstd_rand}
 * of C++.
 *
 * <p>A step is a multiplication and a remainder that wait for those of the step before: no compiler
 * merges steps and no vector unit takes several at once, so that equal numbers of steps are equal
 * work. Memory has no part in it.
 */
final class Lehmer {

  static final long MULTIPLIER = 48_271;
  static final long MODULUS = (1L << 31) - 1;
  static final long FIRST = 1;

  private long state;
  private long sum;

  /** Starts behind the number {@code state}. */
  Lehmer(long state) {
    this.state = state;
  }

  /** Takes so many steps. */
  void advance(int steps) {
    long x = state;
    long added = sum; // at most 2^31 numbers below 2^31 each: no overflow
    for (int i = 0; i < steps; i++) {
      x = x * MULTIPLIER % MODULUS;
      added += x;
    }
    state = x;
    sum = added % MODULUS;
  }

  /** The number that the last step gave. */
  long state() {
    return state;
  }

  /** The sum of the numbers of all steps, modulo 2^31-1. */
  long sum() {
    return sum;
  }

  /** The number {@code steps} steps behind {@code state}, by powers and not step by step. */
  static long jump(long state, long steps) {
    long x = state;
    long power = MULTIPLIER;
    for (long rest = steps; rest > 0; rest >>= 1) {
      if ((rest & 1) == 1) {
        x = x * power % MODULUS;
      }
      power = power * power % MODULUS;
    }
    return x;
  }

  /** The sum of the first {@code steps} numbers: a(a^n - 1) / (a - 1), by the JDK's arithmetic. */
  static long expectedSum(long steps) {
    BigInteger modulus = BigInteger.valueOf(MODULUS);
    BigInteger a = BigInteger.valueOf(MULTIPLIER);
    return a.modPow(BigInteger.valueOf(steps), modulus)
        .subtract(ONE)
        .multiply(a)
        .multiply(a.subtract(ONE).modInverse(modulus))
        .mod(modulus)
        .longValueExact();
  }
}
