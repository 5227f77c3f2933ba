package hpc.sweep;

import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.PointQueue.Attempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Starts points on this machine. More ranks than one are processes that the command starts itself.
 *
 * @param java the command that starts this program: JVM, jar
 * @param cpus processors that a point may keep busy, at least 1; a point that wants more is not
 *     run, since threads that wait for each other measure nothing
 * @param jobs the most points that run at once, at least 1; together they never want more cpus than
 *     there are
 */
public record LocalExecutor(List<String> java, int cpus, int jobs) implements PointExecutor {

  private static final Set<String> TASKS_OF_THE_JOB =
      Set.of(
          "SLURM_STEP_ID",
          "SLURM_STEPID",
          "SLURM_PROCID",
          "SLURM_NTASKS",
          "SLURM_NPROCS",
          "SLURM_CPUS_PER_TASK");

  /** Copies the command. */
  public LocalExecutor {
    java = List.copyOf(java);
    if (cpus < 1) {
      throw new IllegalArgumentException("cpus " + cpus + ": at least 1");
    }
  }

  /** Points one by one. */
  public LocalExecutor(List<String> java, int cpus) {
    this(java, cpus, 1);
  }

  @Override
  public Optional<String> misfit(SweepPoint point) {
    if (point.nodes().orElse(1) > 1) {
      return Optional.of("wants " + point.nodes().getAsInt() + " nodes, this machine is one");
    }
    if (point.cores() > cpus) {
      return Optional.of("wants " + point.cores() + " cpus, this machine has " + cpus);
    }
    return Optional.empty();
  }

  @Override
  public CpuAllocator allocator() {
    return new CpuAllocator(List.of(cpus), 1, jobs);
  }

  @Override
  public Resources needs(SweepPoint point) {
    return new Resources(1, point.ranks(), point.threads());
  }

  @Override
  public List<String> command(Attempt attempt) {
    List<String> command = new ArrayList<>(java);
    command.addAll(attempt.point().arguments(Set.of(SweepPoint.NODES)));
    return command;
  }

  /**
   * A point is no task of the job that the sweep may stand in: its ranks and threads are its own.
   */
  @Override
  public void adjust(Map<String, String> environment) {
    environment.keySet().removeAll(TASKS_OF_THE_JOB);
  }

  @Override
  public OptionalLong memoryBytes(Attempt attempt) {
    return OptionalLong.empty();
  }

  @Override
  public boolean startsHere() {
    return true;
  }

  @Override
  public Accounting accounting() {
    return Accounting.none();
  }
}
