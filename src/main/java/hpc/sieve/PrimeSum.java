package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.math.BigInteger;

/** Adds up the primes of an interval, exactly: the sum may have 121 bits. */
public final class PrimeSum {

  /** A sum travels as so many numbers of 32 bits, each with room for 2^31 carries. */
  private static final int LIMBS = 4;

  private static final long LIMB = 0xFFFF_FFFFL;

  private final SieveProblem problem;

  /** Adds the primes that {@code problem} describes. */
  public PrimeSum(SieveProblem problem) {
    this.problem = problem;
  }

  /** Computes the sum; collective, the same on every rank. */
  public BigInteger compute(Execution execution, PhaseClock clock) {
    long[] limbs = new BlockTally(execution).sums(problem, LIMBS, PrimeSum::add, clock);
    BigInteger sum = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(Integer.SIZE).add(BigInteger.valueOf(limbs[i]));
    }
    return sum;
  }

  private static void add(BlockSieve sieve, long first, long last, long[] limbs) {
    Sum block = new Sum();
    sieve.forEach(first, last, block::add);
    // low and high overlap by 32 bits: block = high 2^32 + low
    long middle = (block.low >>> Integer.SIZE) + (block.high & LIMB);
    long top = (middle >>> Integer.SIZE) + (block.high >>> Integer.SIZE);
    limbs[0] += block.low & LIMB;
    limbs[1] += middle & LIMB;
    limbs[2] += top & LIMB;
    limbs[3] += top >>> Integer.SIZE;
  }

  /** The sum of a block, low and high halves of the primes apart: 2^31 primes do not overflow. */
  private static final class Sum {
    private long low;
    private long high;

    private void add(long prime) {
      low += prime & LIMB;
      high += prime >>> Integer.SIZE;
    }
  }
}
