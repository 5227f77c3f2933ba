package hpc.sweep;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a point is started: here, as a step of a Slurm job, or as a job of its own. */
public interface PointExecutor {

  /**
   * Why the point cannot run where this executor starts it, in one phrase; empty if it can. Such a
   * point is skipped, which is no failure: one file serves machines of all sizes.
   */
  Optional<String> misfit(Point point);

  /**
   * The command of a point. It ends with the options of the workload, so that more of them may be
   * appended.
   */
  List<String> command(Point point);

  /** Takes from, or adds to, the environment that the command inherits. */
  void adjust(Map<String, String> environment);
}
