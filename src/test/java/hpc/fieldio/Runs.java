package hpc.fieldio;

import hpc.diffusion.DiffusionRun;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.FieldStatistics;
import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.PhaseClock;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.function.Function;

/** Runs workloads on ranks that are threads of the test. */
final class Runs {

  private Runs() {}

  /** Does {@code work} on each rank; what it returned, in rank order. */
  static <T> List<T> on(int ranks, int threads, Function<Execution, T> work) {
    return ThreadRanks.run(
        ranks,
        communicator -> {
          RangeExecutor ranges = threads == 1 ? new SerialRanges() : new ForkJoinRanges(threads);
          try (Execution execution = new Execution(Mode.MPI, ranges, communicator)) {
            return work.apply(execution);
          }
        });
  }

  /** Solves as far as the workload's observers let it; the field then. */
  static FieldStatistics solve(DiffusionWorkload workload, Execution execution) {
    DiffusionRun run = workload.prepare(execution);
    run.solve(new PhaseClock(System::nanoTime));
    return run.statistics();
  }
}
