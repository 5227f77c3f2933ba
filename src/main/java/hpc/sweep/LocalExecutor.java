package hpc.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Starts points on this machine. More ranks than one are processes that the command starts itself.
 *
 * @param java the words that start this program: JVM, jar
 * @param cpus processors that a point may keep busy, at least 1; a point that wants more is not
 *     run, since threads that wait for each other measure nothing
 */
public record LocalExecutor(List<String> java, int cpus) implements PointExecutor {

  private static final Set<String> TASKS_OF_THE_JOB =
      Set.of(
          "SLURM_STEP_ID",
          "SLURM_STEPID",
          "SLURM_PROCID",
          "SLURM_NTASKS",
          "SLURM_NPROCS",
          "SLURM_CPUS_PER_TASK");

  /** Copies the words. */
  public LocalExecutor {
    java = List.copyOf(java);
    if (cpus < 1) {
      throw new IllegalArgumentException("cpus " + cpus + ": at least 1");
    }
  }

  @Override
  public Optional<String> misfit(Point point) {
    if (point.nodes().orElse(1) > 1) {
      return Optional.of("wants " + point.nodes().getAsInt() + " nodes, this machine is one");
    }
    if (point.cores() > cpus) {
      return Optional.of("wants " + point.cores() + " cpus, this machine has " + cpus);
    }
    return Optional.empty();
  }

  @Override
  public List<String> command(Point point) {
    List<String> command = new ArrayList<>(java);
    command.addAll(point.words(Set.of(Point.NODES)));
    return command;
  }

  /**
   * A point is no task of the job that the sweep may stand in: its ranks and threads are its own.
   */
  @Override
  public void adjust(Map<String, String> environment) {
    environment.keySet().removeAll(TASKS_OF_THE_JOB);
  }
}
