package hpc.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The control group that a controller has put this process in, version 1 or 2: under Slurm that of
 * the task or the step, where the cluster has such.
 *
 * @param directory its files
 */
public record ControlGroup(Path directory) {

  /**
   * The innermost group that can be seen.
   *
   * @param root the directory in which {@code proc} and {@code sys} stand
   * @param controller such as {@code memory} or {@code cpu}
   */
  public static Optional<ControlGroup> of(Path root, String controller) {
    Path mount = root.resolve("sys/fs/cgroup");
    for (String line : Machine.lines(root.resolve("proc/self/cgroup"))) {
      for (Path group : Cgroups.upwards(mount, line, controller)) {
        if (Files.isDirectory(group)) {
          return Optional.of(new ControlGroup(group));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Most memory that the group has held since it was made, in bytes: all its processes, and files
   * that the kernel keeps for them.
   */
  public OptionalLong memoryPeak() {
    for (String file : List.of("memory.peak", "memory.max_usage_in_bytes")) {
      long bytes = Machine.number(Machine.line(directory.resolve(file)));
      if (bytes >= 0) {
        return OptionalLong.of(bytes);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Periods in which the quota of processor time was used up before their end, 0 if none is set.
   */
  public long throttledPeriods() {
    for (String line : Machine.lines(directory.resolve("cpu.stat"))) {
      if (line.startsWith("nr_throttled ")) {
        return Math.max(0, Machine.number(line.substring("nr_throttled ".length())));
      }
    }
    return 0;
  }
}
