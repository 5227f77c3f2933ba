package hpc.sieve;

import hpc.exec.Choice;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;

/**
 * The ladder of sieves, from the textbook's loop upward. All give the same primes; the head of each
 * class says what bounds it.
 */
public enum SieveAlgorithm {
  /** The textbook's loop over a list of objects, {@link BoxedSieve}. */
  BOXED(BoxedSieve.MAX_LIMIT, BoxedSieve::bytes, BoxedSieve::new),

  /** The textbook's loop over one boolean per number, {@link NaiveSieve}. */
  NAIVE(NaiveSieve.MAX_LIMIT, limit -> limit + 1, NaiveSieve::new),

  /** One boolean per odd number, {@link OddsSieve}. */
  ODDS(OddsSieve.MAX_LIMIT, limit -> limit / 2 + 1, OddsSieve::new),

  /** One bit per odd number, {@link BitsSieve}. */
  BITS(BitsSieve.MAX_LIMIT, limit -> limit / 16 + 1, BitsSieve::new),

  /** One byte per odd number of a segment that fits the cache, {@link SegmentedSieve}. */
  SEGMENTED {
    @Override
    Set<SieveKernel> kernels() {
      return EnumSet.of(SieveKernel.AUTO, SieveKernel.SCALAR, SieveKernel.C_OPENMP);
    }

    @Override
    String kernel(SieveProblem problem) {
      return isOpenMp(problem) ? problem.kernel().word() : super.kernel(problem);
    }

    @Override
    long blockLength(SieveProblem problem, int cores) {
      return isOpenMp(problem)
          ? NativeSegments.blockLength(problem.numbers(), cores)
          : SegmentedSieve.blockLength(problem.limit());
    }

    @Override
    Supplier<BlockSieve> workers(SieveProblem problem, long blockLength) {
      BitKernel kernel = BitKernel.forNumbers(problem.numbers());
      SievingPrimes primes =
          SievingPrimes.upToRootOf(problem.limit(), new PreSieve(kernel), kernel, problem.caches());
      return isOpenMp(problem)
          ? () -> new NativeSegments(problem.limit(), primes)
          : () -> new SegmentedSieve(primes);
    }

    private static boolean isOpenMp(SieveProblem problem) {
      return problem.kernel() == SieveKernel.C_OPENMP;
    }
  },

  /** The fast one, {@link WheelSieve}. */
  WHEEL {
    @Override
    Set<SieveKernel> kernels() {
      return EnumSet.complementOf(EnumSet.of(SieveKernel.C_OPENMP));
    }

    @Override
    String kernel(SieveProblem problem) {
      return problem.kernel().forNumbers(problem.numbers()).word();
    }

    @Override
    long blockLength(SieveProblem problem, int cores) {
      return WheelPlan.blockLength(problem.numbers(), problem.limit(), cores);
    }

    @Override
    Supplier<BlockSieve> workers(SieveProblem problem, long blockLength) {
      BitKernel kernel = problem.kernel().forNumbers(problem.numbers());
      PreSieve preSieve = new PreSieve(kernel);
      SievingPrimes primes =
          SievingPrimes.upToRootOf(problem.limit(), preSieve, kernel, problem.caches());
      WheelPlan plan =
          new WheelPlan(
              problem.limit(),
              blockLength,
              primes,
              preSieve,
              kernel,
              problem.caches(),
              LargePrimes.fairShare());
      return () -> new WheelSieve(plan);
    }
  };

  private final boolean divisible;
  private final long maxLimit;

  @SuppressWarnings("ImmutableEnumChecker")
  private final LongUnaryOperator bytes;

  @SuppressWarnings("ImmutableEnumChecker")
  private final LongFunction<BlockSieve> sieve;

  /** A sieve that holds all numbers up to the limit at once. */
  SieveAlgorithm(long maxLimit, LongUnaryOperator bytes, LongFunction<BlockSieve> sieve) {
    this.divisible = false;
    this.maxLimit = maxLimit;
    this.bytes = bytes;
    this.sieve = sieve;
  }

  /** A sieve of segments, with the primes up to the root of the limit. */
  SieveAlgorithm() {
    this.divisible = true;
    this.maxLimit = Long.MAX_VALUE;
    this.bytes = SievingPrimes::bytes;
    this.sieve =
        _ -> {
          throw new IllegalStateException("has workers of its own");
        };
  }

  /** The word used on the command line and in the CSV. */
  public String word() {
    return Choice.word(this);
  }

  /** Whether the range can be shared among threads and ranks. */
  public boolean divisible() {
    return divisible;
  }

  /** The largest limit that the algorithm's own memory layout can index. */
  public long maxLimit() {
    return maxLimit;
  }

  Set<SieveKernel> kernels() {
    return EnumSet.of(SieveKernel.AUTO, SieveKernel.SCALAR);
  }

  static SieveAlgorithm with(SieveKernel kernel) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.kernels().contains(kernel))
        .reduce((_, faster) -> faster)
        .orElseThrow();
  }

  /**
   * The kernel with which {@code problem} is solved: the one that it asks for, or {@code vector}
   * where the Vector API is there and pays, else {@code scalar}.
   */
  String kernel(SieveProblem problem) {
    return "scalar";
  }

  /** How many numbers a worker sieves at once when the range is shared among {@code cores}. */
  long blockLength(SieveProblem problem, int cores) {
    return Long.MAX_VALUE;
  }

  /** The memory that all workers of a process share. */
  long bytes(SieveProblem problem) {
    return bytes.applyAsLong(problem.limit());
  }

  /**
   * Computes what all workers of a process share, and returns what makes a worker's own sieve.
   * Making it allocates, so it is called on that worker.
   */
  Supplier<BlockSieve> workers(SieveProblem problem, long blockLength) {
    return () -> sieve.apply(problem.limit());
  }
}
