package hpc.exec;

import hpc.mpi.Communicator;
import hpc.parallel.RangeExecutor;

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
