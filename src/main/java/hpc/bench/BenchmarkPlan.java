package hpc.bench;

import hpc.exec.Workload;
import java.util.Objects;

/**
 * How often a workload is run and how its answer is checked.
 *
 * @param warmup repetitions before the ones that count, 0 or more
 * @param repetitions how many count
 * @param checking how hard the answer is looked at
 */
public record BenchmarkPlan(int warmup, Repetitions repetitions, Workload.Checking checking) {

  /** Rejects counts that are out of range, in the words of the command line. */
  public BenchmarkPlan {
    if (warmup < 0) {
      throw new IllegalArgumentException("--warmup " + warmup + ": accepted: 0 or more");
    }
    Objects.requireNonNull(repetitions, "repetitions");
    Objects.requireNonNull(checking, "checking");
  }

  /** So many repetitions, whatever they show. */
  public BenchmarkPlan(int warmup, int repetitions, Workload.Checking checking) {
    this(warmup, Repetitions.of(repetitions), checking);
  }
}
