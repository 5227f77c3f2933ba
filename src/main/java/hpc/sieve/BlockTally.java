package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Adds up something over the blocks of an interval, on all cores of an execution; collective.
 *
 * <p>The interval is cut into blocks; rank r of R takes blocks r, r + R, r + 2R..., its threads
 * drain them from a counter. Blocks of one size cost nearly the same anywhere in the interval, so
 * that neither needs to be cleverer. Only sums travel.
 */
final class BlockTally {

  private final Execution execution;
  private final LongConsumer progress;

  /** Works on the threads and ranks of {@code execution}. */
  BlockTally(Execution execution) {
    this(execution, _ -> {});
  }

  /**
   * Works on the threads and ranks of {@code execution}.
   *
   * @param progress gets how many numbers each block has that this rank has done, on the thread
   *     that did it
   */
  BlockTally(Execution execution, LongConsumer progress) {
    this.execution = execution;
    this.progress = progress;
  }

  @FunctionalInterface
  interface Task {
    /** Adds what [first, last] contributes to {@code sums}, using {@code sieve}. */
    void run(BlockSieve sieve, long first, long last, long[] sums);
  }

  /**
   * Checks that {@code problem} can run here.
   *
   * @throws IllegalArgumentException naming the option and the remedy
   */
  static void requireFit(SieveProblem problem, Execution execution) {
    requireFit(problem, execution.ranks().size(), execution.ranges().threads());
  }

  /** The same before there is an execution. */
  static void requireFit(SieveProblem problem, int ranks, int threads) {
    SieveAlgorithm algorithm = problem.algorithm();
    problem.kernel().requireHere();
    if (!algorithm.divisible()) {
      requireOne("--ranks", ranks, algorithm);
      requireOne("--threads", threads, algorithm);
    }
    long heapBytes = Runtime.getRuntime().maxMemory();
    if (algorithm.bytes(problem) > heapBytes) {
      throw new IllegalArgumentException(
          ("--limit %s: --algorithm %s needs %s MiB, the heap has %s MiB;"
                  + " accepted: a larger heap, or --algorithm %s")
              .formatted(
                  problem.limit(),
                  algorithm.word(),
                  algorithm.bytes(problem) >> 20,
                  heapBytes >> 20,
                  SieveAlgorithm.WHEEL.word()));
    }
  }

  /** The number of primes in the interval of {@code problem}, on every rank. */
  long count(SieveProblem problem, PhaseClock clock) {
    Task task = (sieve, first, last, sums) -> sums[0] += sieve.count(first, last);
    return sums(problem, 1, task, clock)[0];
  }

  /**
   * The sums over all blocks of {@code problem}, on every rank.
   *
   * @param length how many sums there are
   */
  long[] sums(SieveProblem problem, int length, Task task, PhaseClock clock) {
    long[] sums = new long[length];
    clock.in(Phase.COMPUTE, () -> addMine(problem, task, sums));
    clock.in(
        Phase.COMMUNICATION,
        () -> System.arraycopy(execution.ranks().sum(sums), 0, sums, 0, length));
    return sums;
  }

  private void addMine(SieveProblem problem, Task task, long[] sums) {
    long length = problem.algorithm().blockLength(problem, execution.cores());
    Blocks blocks = problem.blocks(length);
    if (blocks.share(execution.ranks()) > 0) {
      addBlocks(problem.algorithm().workers(problem, length), problem, blocks, task, sums);
    }
  }

  private void addBlocks(
      Supplier<BlockSieve> sieves, SieveProblem problem, Blocks blocks, Task task, long[] sums) {
    int rank = execution.ranks().rank();
    int ranks = execution.ranks().size();
    problem
        .kernel()
        .callers(execution.ranges())
        .drain(
            0,
            blocks.share(execution.ranks()),
            1,
            _ -> new Worker(sieves.get(), new long[sums.length]),
            (worker, from, _) -> {
              long first = blocks.first(from * ranks + rank);
              long last = blocks.last(from * ranks + rank);
              task.run(worker.sieve, first, last, worker.sums);
              progress.accept(last - first + 1);
            })
        .forEach(worker -> add(worker.sums, sums));
  }

  private static void add(long[] summands, long[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += summands[i];
    }
  }

  private static void requireOne(String option, int value, SieveAlgorithm algorithm) {
    if (value != 1) {
      throw new IllegalArgumentException(
          "%s %s: --algorithm %s runs on one; accepted: 1, or --algorithm %s"
              .formatted(option, value, algorithm.word(), SieveAlgorithm.WHEEL.word()));
    }
  }

  private static final class Worker {
    private final BlockSieve sieve;
    private final long[] sums;

    private Worker(BlockSieve sieve, long[] sums) {
      this.sieve = sieve;
      this.sums = sums;
    }
  }
}
