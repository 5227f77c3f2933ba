package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.util.List;
import java.util.function.Supplier;

/** Counts primes on all cores of an execution; collective. */
final class PrimeCounter {

  private final Execution execution;

  /** Counts on the threads and ranks of {@code execution}. */
  PrimeCounter(Execution execution) {
    this.execution = execution;
  }

  /**
   * Checks that {@code problem} can run on so many ranks, of so many threads each.
   *
   * @throws IllegalArgumentException naming the option and the remedy
   */
  static void requireFit(SieveProblem problem, int ranks, int threads) {
    SieveAlgorithm algorithm = problem.algorithm();
    if (!algorithm.divisible()) {
      requireOne("--ranks", ranks, algorithm);
      requireOne("--threads", threads, algorithm);
    }
    long heapBytes = Runtime.getRuntime().maxMemory();
    if (algorithm.bytes(problem) > heapBytes) {
      throw new IllegalArgumentException(
          "--limit %d: --algorithm %s needs %d MiB, the heap has %d; a larger heap, or --algorithm %s"
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
    long[] count = new long[1];
    clock.in(Phase.COMPUTE, () -> count[0] = countMine(problem));
    clock.in(Phase.COMMUNICATION, () -> count[0] = execution.ranks().sum(count)[0]);
    return count[0];
  }

  private long countMine(SieveProblem problem) {
    int rank = execution.ranks().rank();
    int ranks = execution.ranks().size();
    long length = problem.algorithm().blockLength(problem, execution.cores());
    Blocks blocks = problem.blocks(length);
    long mine = blocks.share(rank, ranks);
    if (mine == 0) {
      return 0;
    }
    Supplier<BlockSieve> sieves = problem.algorithm().workers(problem, length);
    List<Worker> workers =
        execution
            .ranges()
            .drain(
                0,
                mine,
                1,
                _ -> new Worker(sieves.get()),
                (worker, from, to) -> worker.count(blocks, from * ranks + rank));
    return workers.stream().mapToLong(worker -> worker.count).sum();
  }

  private static void requireOne(String option, int value, SieveAlgorithm algorithm) {
    if (value != 1) {
      throw new IllegalArgumentException(
          "%s %d: --algorithm %s runs on one; to share the work: --algorithm %s"
              .formatted(option, value, algorithm.word(), SieveAlgorithm.WHEEL.word()));
    }
  }

  /** A worker's sieve and what it has counted. */
  private static final class Worker {
    private final BlockSieve sieve;
    private long count;

    private Worker(BlockSieve sieve) {
      this.sieve = sieve;
    }

    private void count(Blocks blocks, long block) {
      count += sieve.count(blocks.first(block), blocks.last(block));
    }
  }
}
