package hpc.exec;

import hpc.mpi.Communicator;
import hpc.mpi.SingleProcess;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import java.util.function.Supplier;

/**
 * Where a solver runs: threads inside the process and ranks between processes. A mode is such a
 * pair, not a class.
 *
 * @param mode the name of the pair
 * @param ranges the threads of this process
 * @param ranks the processes of this job
 */
public record Execution(Mode mode, RangeExecutor ranges, Communicator ranks)
    implements AutoCloseable {

  /**
   * Makes the pair that a layout stands for.
   *
   * @param connect joins the ranks of the job; called for mode mpi only
   */
  public static Execution open(Layout layout, Supplier<Communicator> connect) {
    Communicator ranks =
        switch (layout.mode()) {
          case SERIAL, FORKJOIN -> new SingleProcess();
          case MPI -> connect.get();
        };
    return new Execution(layout.mode(), ranges(layout), ranks);
  }

  private static RangeExecutor ranges(Layout layout) {
    return layout.mode() == Mode.FORKJOIN || layout.threads() > 1
        ? new ForkJoinRanges(layout.threads())
        : new SerialRanges();
  }

  /** Threads over all ranks. */
  public int cores() {
    return ranges.threads() * ranks.size();
  }

  /** Leaves the job, then stops the threads. */
  @Override
  public void close() {
    ranks.close();
    ranges.close();
  }
}
