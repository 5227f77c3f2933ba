package hpc.sweep;

import hpc.slurm.MemorySize;
import hpc.sweep.CpuAllocator.Extent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The memory of a Slurm job and what its steps have of it. A step without an option asks for what
 * the job asked for: with {@code --mem} that is all of it, and a second step would have to wait.
 *
 * @param perCpu MiB of each cpu; empty if the job has memory by the node, or it is unknown
 * @param perNode MiB on each node; empty if the job has memory by the cpu, or it is unknown
 * @param cpusByNode cpus of the job on each node
 */
record JobMemory(OptionalLong perCpu, OptionalLong perNode, List<Integer> cpusByNode) {

  private static final String PER_CPU = "SLURM_MEM_PER_CPU";
  private static final String PER_NODE = "SLURM_MEM_PER_NODE";

  /** Two of them, as left by a job submitted from inside another one, make srun refuse to start. */
  private static final Set<String> VARIABLES = Set.of(PER_CPU, PER_NODE, "SLURM_MEM_PER_GPU");

  private static final int BYTES_PER_MIB_SHIFT = 20;

  JobMemory {
    cpusByNode = List.copyOf(cpusByNode);
  }

  /** Reads the variables; nothing is known if there are none, or several, or they hold a zero. */
  static JobMemory of(Map<String, String> environment, List<Integer> cpusByNode) {
    OptionalLong perCpu = OptionalLong.empty();
    OptionalLong perNode = OptionalLong.empty();
    if (VARIABLES.stream().filter(environment::containsKey).count() == 1) {
      perCpu = MemorySize.mebibytes(environment.getOrDefault(PER_CPU, ""));
      perNode = MemorySize.mebibytes(environment.getOrDefault(PER_NODE, ""));
    }
    return new JobMemory(perCpu, perNode, cpusByNode);
  }

  /** The option of srun for a step: by the cpu only where nodes of the step differ. */
  Optional<String> option(CpuAllocator.CpuAllocation share) {
    return share.extent() == Extent.WHOLE || Set.copyOf(share.cpus()).size() == 1
        ? optionOfNode(share)
        : sized("--mem-per-cpu=", ofCpu());
  }

  /** The same for a step inside another one, which Slurm gives no memory by the cpu. */
  Optional<String> optionOfNode(CpuAllocator.CpuAllocation share) {
    return sized("--mem=", mebibytes(share));
  }

  private static Optional<String> sized(String option, OptionalLong amount) {
    return amount.isPresent() ? Optional.of(option + amount.getAsLong()) : Optional.empty();
  }

  /** What a step may use on each of its nodes; on the one with the fewest tasks if they differ. */
  OptionalLong bytes(CpuAllocator.CpuAllocation share) {
    OptionalLong mebibytes = mebibytes(share);
    return mebibytes.isPresent()
        ? OptionalLong.of(mebibytes.getAsLong() << BYTES_PER_MIB_SHIFT)
        : mebibytes;
  }

  private OptionalLong mebibytes(CpuAllocator.CpuAllocation share) {
    return share.extent() == Extent.WHOLE || ofCpu().isEmpty()
        ? whole()
        : OptionalLong.of(ofCpu().getAsLong() * Collections.min(share.cpus()));
  }

  /** Removes the variables where an option replaces them, or where they contradict each other. */
  void adjust(Map<String, String> environment) {
    if (whole().isPresent() || VARIABLES.stream().filter(environment::containsKey).count() > 1) {
      environment.keySet().removeAll(VARIABLES);
    }
  }

  /** All that there is on a node, on the smallest if they differ. */
  private OptionalLong whole() {
    return perCpu.isPresent()
        ? OptionalLong.of(perCpu.getAsLong() * Collections.min(cpusByNode))
        : perNode;
  }

  /** The part of one cpu, on the largest node if they differ: all cpus at once have enough. */
  private OptionalLong ofCpu() {
    return perCpu.isPresent() || perNode.isEmpty()
        ? perCpu
        : OptionalLong.of(Math.max(1, perNode.getAsLong() / Collections.max(cpusByNode)));
  }
}
