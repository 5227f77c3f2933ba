package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import java.util.List;

/** Runs problems to their end for the tests. */
final class Runs {

  private Runs() {}

  /** What a run left behind. */
  record Result(Outcome outcome, FieldStatistics statistics) {}

  /** Whether a thorough check has found no more and no less heat than there has to be. */
  static boolean keptHeat(Result result) {
    return result.outcome().checks().stream()
        .anyMatch(check ->
            check.subject().equals("conservation of heat") && check.applies() && check.holds());
  }

  /** Serially, checked cheaply. */
  static Result serial(DiffusionProblem problem) {
    return on(new SerialRanges(), problem, Checking.CHEAP);
  }

  /** Serially, checked thoroughly. */
  static Result verified(DiffusionProblem problem) {
    return on(new SerialRanges(), problem, Checking.THOROUGH);
  }

  /** On the workers of one process. */
  static Result on(RangeExecutor ranges, DiffusionProblem problem, Checking checking) {
    try (Execution execution = new Execution(Mode.SERIAL, ranges, new SingleProcess())) {
      return solve(problem, execution, checking);
    }
  }

  /** On ranks that are threads, each with workers of its own; the results in rank order. */
  static List<Result> on(int ranks, int threads, DiffusionProblem problem, String kernel) {
    return on(ranks, threads, new DiffusionWorkload(problem, Kernels.named(kernel)));
  }

  /** The same with all that a workload says. */
  static List<Result> on(int ranks, int threads, DiffusionWorkload workload) {
    return ThreadRanks.run(
        ranks,
        communicator -> {
          RangeExecutor ranges = threads == 1 ? new SerialRanges() : new ForkJoinRanges(threads);
          try (Execution execution = new Execution(Mode.MPI, ranges, communicator)) {
            return solve(workload, execution, Checking.CHEAP);
          }
        });
  }

  /** Serially with another kernel, checked cheaply. */
  static Result with(Kernel kernel, DiffusionProblem problem) {
    try (Execution execution =
        new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess())) {
      return solve(new DiffusionWorkload(problem, kernel), execution, Checking.CHEAP);
    }
  }

  private static Result solve(DiffusionProblem problem, Execution execution, Checking checking) {
    return solve(new DiffusionWorkload(problem, new ScalarKernel()), execution, checking);
  }

  private static Result solve(DiffusionWorkload workload, Execution execution, Checking checking) {
    DiffusionRun run = workload.prepare(execution);
    run.solve(new PhaseClock(System::nanoTime));
    return new Result(run.outcome(checking), run.statistics());
  }
}
