package hpc.sieve;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * The ladder of sieves, from the textbook's loop upward. All give the same primes; the head of each
 * class says what bounds it.
 */
public enum SieveAlgorithm {
  /** The textbook's loop over one boolean per number, {@link NaiveSieve}. */
  NAIVE(false, NaiveSieve.MAX_LIMIT) {
    @Override
    long blockLength(SieveProblem problem) {
      return Long.MAX_VALUE;
    }

    @Override
    long bytes(SieveProblem problem) {
      return problem.limit() + 1;
    }

    @Override
    Supplier<BlockSieve> workers(SieveProblem problem) {
      return () -> new NaiveSieve(problem.limit());
    }
  },

  /** One byte per odd number of a segment that fits the cache, {@link SegmentedSieve}. */
  SEGMENTED(true, Long.MAX_VALUE) {
    @Override
    long blockLength(SieveProblem problem) {
      return SegmentedSieve.blockLength(problem.limit());
    }

    @Override
    long bytes(SieveProblem problem) {
      return SievingPrimes.bytes(problem.limit());
    }

    @Override
    Supplier<BlockSieve> workers(SieveProblem problem) {
      SievingPrimes primes = SievingPrimes.upToRootOf(problem.limit());
      return () -> new SegmentedSieve(primes);
    }
  };

  private final boolean divisible;
  private final long maxLimit;

  SieveAlgorithm(boolean divisible, long maxLimit) {
    this.divisible = divisible;
    this.maxLimit = maxLimit;
  }

  /** The word used on the command line and in the CSV. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the range can be shared among threads and ranks. */
  public boolean divisible() {
    return divisible;
  }

  /** The largest limit that the algorithm's own memory layout can index. */
  public long maxLimit() {
    return maxLimit;
  }

  /** How many numbers a worker sieves at once; the unit in which the range is shared. */
  abstract long blockLength(SieveProblem problem);

  /** The memory that all workers of a process share. */
  abstract long bytes(SieveProblem problem);

  /**
   * Computes what all workers of a process share, and returns what makes a worker's own sieve.
   * Making it allocates, so it is called on that worker.
   */
  abstract Supplier<BlockSieve> workers(SieveProblem problem);
}
