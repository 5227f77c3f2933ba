package hpc.sweep;

import hpc.exec.ProblemType;
import hpc.sweep.CpuAllocator.Resources;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a job on a cluster may want; a point that wants more is found before it waits in a queue.
 *
 * @param nodes how many nodes there are
 * @param cpus cpus of the largest node
 * @param memory what each job asks for; empty if that is the cluster's default, or all of a node
 * @param tasks the most tasks of a job array
 * @param heapBytes what the user has the heap of each process be; empty if it fits itself
 */
public record BatchLimits(
    int nodes, int cpus, int tasks, Optional<Memory> memory, OptionalLong heapBytes) {

  /** What sbatch gives memory for. */
  public enum MemoryScope {
    /** {@code --mem}. */
    NODE,
    /** {@code --mem-per-cpu}. */
    CPU
  }

  /**
   * Memory as it is asked for.
   *
   * @param share of what
   * @param bytes for each
   */
  public record Memory(MemoryScope share, long bytes) {

    private long ofNode(int cpus) {
      return share == MemoryScope.NODE ? bytes : Math.multiplyExact(bytes, (long) cpus);
    }

    private String text(int cpus) {
      return switch (share) {
        case NODE -> "--mem is %s MiB".formatted(bytes >> 20);
        case CPU ->
            "--mem-per-cpu is %s MiB x %s = %s MiB"
                .formatted(bytes >> 20, cpus, ofNode(cpus) >> 20);
      };
    }
  }

  /** Why Slurm, or the program inside the job, would refuse the point; empty if neither would. */
  Optional<String> refusal(SweepPoint point) {
    return tooLarge(point).or(() -> unfit(point));
  }

  /** Why the cluster has no room for it. */
  Optional<String> tooLarge(SweepPoint point) {
    if (point.threads() > cpus) {
      return Optional.of(
          "threads %s: the largest node has %s cpus".formatted(point.threads(), cpus));
    }
    Resources wanted = Resources.of(point, cpus);
    if ((long) wanted.tasksPerNode() * wanted.threads() > cpus) {
      return Optional.of(
          "%s ranks x %s threads on a node: the largest has %s cpus"
              .formatted(wanted.tasksPerNode(), wanted.threads(), cpus));
    }
    if (wanted.nodes() > nodes) {
      return Optional.of("%s nodes: there are %s".formatted(wanted.nodes(), nodes));
    }
    return Optional.empty();
  }

  private Optional<String> unfit(SweepPoint point) {
    Resources wanted = Resources.of(point, cpus);
    if (wanted.nodes() > wanted.ranks()) {
      return Optional.of("nodes %s: more than ranks".formatted(wanted.nodes()));
    }
    Optional<String> unshared =
        ProblemType.named(point.workload())
            .flatMap(problem -> problem.refusal(point.options(), point.ranks()));
    if (unshared.isPresent()) {
      return unshared;
    }
    return heapBytes.isPresent()
        ? memory.flatMap(asked -> heapRefusal(asked, wanted))
        : Optional.empty();
  }

  private Optional<String> heapRefusal(Memory asked, Resources wanted) {
    long heap = heapBytes.getAsLong() * wanted.tasksPerNode();
    int cpusOfNode = wanted.tasksPerNode() * wanted.threads();
    return heap <= asked.ofNode(cpusOfNode)
        ? Optional.empty()
        : Optional.of("%s MiB of heap on a node: %s".formatted(heap >> 20, asked.text(cpusOfNode)));
  }
}
