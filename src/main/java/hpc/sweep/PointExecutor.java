package hpc.sweep;

import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.PointQueue.Attempt;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How a point is started: here, as a step of a Slurm job, or as a job of its own. */
public interface PointExecutor {

  /**
   * Why the point cannot run where this executor starts it, in one phrase; empty if it can. Such a
   * point is skipped, which is no failure: one file serves machines of all sizes.
   */
  Optional<String> misfit(SweepPoint point);

  /** All cpus that there are, free, and how many points may run at once. */
  CpuAllocator allocator();

  /** What a point takes of them, if it fits. */
  Resources needs(SweepPoint point);

  /**
   * The command of a point. It ends with the options of the workload, so that more of them may be
   * appended.
   */
  List<String> command(Attempt attempt);

  /** Takes from, or adds to, the environment that the command inherits. */
  void adjust(Map<String, String> environment);

  /** The memory that a point may use on each node, in bytes; empty if nothing bounds it. */
  OptionalLong memoryBytes(Attempt attempt);

  /**
   * Whether a point is the process that the command starts and those below it, and ends with them.
   */
  boolean startsHere();

  /** Slurm's accounting of points that have ended. */
  Accounting accounting();
}
