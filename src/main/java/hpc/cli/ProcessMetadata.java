package hpc.cli;

import hpc.bench.RunMetadata;
import hpc.launch.Machine;
import hpc.slurm.Allocation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/** Puts together where the rows of this process come from. */
final class ProcessMetadata {

  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private ProcessMetadata() {}

  /** The origin of what this process measures. */
  static RunMetadata here() {
    Map<String, String> environment = System.getenv();
    Allocation allocation = Allocation.of(environment);
    Build build = Build.current();
    return new RunMetadata(
        UUID.randomUUID().toString(),
        environment.getOrDefault("HPC_POINT", ""),
        host(environment),
        allocation.cluster(),
        allocation.jobId(),
        allocation.arrayTaskId(),
        allocation.stepId(),
        Machine.here().cpuModel(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
        build.version(),
        build.gitCommit());
  }

  private static String host(Map<String, String> environment) {
    String node = environment.get("SLURMD_NODENAME");
    if (node != null) {
      return node;
    }
    try {
      return Files.readString(KERNEL_HOST_NAME).strip();
    } catch (IOException e) {
      return environment.getOrDefault("HOSTNAME", "localhost");
    }
  }
}
