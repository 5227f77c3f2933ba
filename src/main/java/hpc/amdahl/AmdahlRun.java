package hpc.amdahl;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Check;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.exec.Workload.Run;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * One repetition. Rank 0 takes the serial steps; its last number goes to all ranks, and from there
 * each thread of each rank jumps to its share of the parallel steps and takes them. The answer is
 * the sum of all numbers, which a step left out, done twice or begun elsewhere changes.
 */
final class AmdahlRun implements Run {

  /** Steps between two reports of progress: some milliseconds. */
  private static final int CHUNK = 1 << 20;

  private static final String SUM = "sum of the series";

  private final AmdahlProblem amdahl;
  private final Execution execution;
  private final LongConsumer progress;

  /** Of this rank, then of all. */
  private long sum;

  /** The number that the serial steps end with. */
  private long state = Lehmer.FIRST;

  AmdahlRun(AmdahlProblem amdahl, Execution execution, LongConsumer progress) {
    this.amdahl = amdahl;
    this.execution = execution;
    this.progress = progress;
  }

  @Override
  public void solve(PhaseClock clock) {
    boolean isFirst = execution.ranks().rank() == 0;
    if (isFirst) {
      clock.in(Phase.COMPUTE, this::takeSerialSteps);
    }
    // apart from the message, so that the wait shows as such
    clock.in(Phase.WAIT, execution.ranks()::barrier);
    clock.in(Phase.COMMUNICATION, () -> state = execution.ranks().sum(isFirst ? state : 0)[0]);
    clock.in(Phase.COMPUTE, this::takeParallelSteps);
    clock.in(Phase.WAIT, execution.ranks()::barrier);
    clock.in(Phase.COMMUNICATION, () -> sum = execution.ranks().sum(sum)[0] % Lehmer.MODULUS);
  }

  private void takeSerialSteps() {
    Lehmer walk = walk(Lehmer.FIRST, amdahl.serialSteps());
    state = walk.state();
    sum = walk.sum();
  }

  private void takeParallelSteps() {
    int threads = execution.ranges().threads();
    int first = execution.ranks().rank() * threads;
    long[] shares = amdahl.shares(execution.cores());
    long[] sums = new long[threads];
    execution
        .ranges()
        .split(
            0,
            threads,
            (_, from, to) -> {
              for (int thread = (int) from; thread < to; thread++) {
                long begin = shares[first + thread];
                long steps = shares[first + thread + 1] - begin;
                sums[thread] = walk(Lehmer.jump(state, begin), steps).sum();
              }
            });
    sum = (sum + LongStream.of(sums).sum()) % Lehmer.MODULUS;
  }

  private Lehmer walk(long start, long steps) {
    Lehmer walk = new Lehmer(start);
    for (long done = 0; done < steps; ) {
      int chunk = (int) Math.min(CHUNK, steps - done);
      walk.advance(chunk);
      progress.accept(chunk);
      done += chunk;
    }
    return walk;
  }

  @Override
  public Outcome outcome(Checking checking) {
    long expected = Lehmer.expectedSum(amdahl.steps());
    boolean holds = sum == expected;
    Check check = new Check(SUM, holds, true, holds ? SUM : SUM + " gives " + expected);
    return Outcome.of(Long.toString(sum), List.of(check));
  }
}
