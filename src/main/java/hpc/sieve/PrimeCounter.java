package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.util.function.LongConsumer;

/** Counts primes on all cores of an execution; collective. */
final class PrimeCounter {

  private final BlockTally tally;

  /** Counts on the threads and ranks of {@code execution}. */
  PrimeCounter(Execution execution) {
    this(execution, _ -> {});
  }

  /** The same, telling {@code progress} how many numbers each block had that this rank has done. */
  PrimeCounter(Execution execution, LongConsumer progress) {
    tally = new BlockTally(execution, progress);
  }

  /** The number of primes in the interval of {@code problem}, on every rank. */
  long count(SieveProblem problem, PhaseClock clock) {
    BlockTally.Task task = (sieve, first, last, sums) -> sums[0] += sieve.count(first, last);
    return tally.sums(problem, 1, task, clock)[0];
  }
}
