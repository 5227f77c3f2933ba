package hpc.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A control group of this process, version 1 or 2: under Slurm that of the task or the step, where
 * the cluster has such.
 *
 * <p>A limit of a group holds for the groups inside it, so that the least on the way up to the root
 * counts. Inside a container the path that the kernel names may lie outside what is mounted: then
 * only the groups that can be seen count.
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
    for (ControlGroup group : upwards(root, controller)) {
      if (Files.isDirectory(group.directory)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** Cpus that the quotas grant, rounded up, or {@link Integer#MAX_VALUE}. */
  static int cpuQuota(Path root) {
    int cpus = Integer.MAX_VALUE;
    for (ControlGroup group : upwards(root, "cpu")) {
      cpus = Math.min(cpus, group.quota());
    }
    return cpus;
  }

  /** Bytes that the groups allow, or {@link Long#MAX_VALUE}. */
  static long memoryLimit(Path root) {
    long bytes = Long.MAX_VALUE;
    for (ControlGroup group : upwards(root, "memory")) {
      bytes = Math.min(bytes, limit(group.line("memory.max")));
      bytes = Math.min(bytes, limit(group.line("memory.limit_in_bytes")));
    }
    return bytes;
  }

  /**
   * Most memory that the group has held since it was made, in bytes: all its processes, and files
   * that the kernel keeps for them.
   */
  public OptionalLong memoryPeak() {
    for (String file : List.of("memory.peak", "memory.max_usage_in_bytes")) {
      long bytes = Machine.number(line(file));
      if (bytes >= 0) {
        return OptionalLong.of(bytes);
      }
    }
    return OptionalLong.empty();
  }

  /** Periods in which the quota of cpu time was used up before their end, 0 if none is set. */
  public long throttledPeriods() {
    for (String line : Machine.lines(directory.resolve("cpu.stat"))) {
      if (line.startsWith("nr_throttled ")) {
        return Math.max(0, Machine.number(line.substring("nr_throttled ".length())));
      }
    }
    return 0;
  }

  /** The groups of this process that have the controller, each followed by those around it. */
  private static List<ControlGroup> upwards(Path root, String controller) {
    Path mount = root.resolve("sys/fs/cgroup");
    List<ControlGroup> groups = new ArrayList<>();
    for (String line : Machine.lines(root.resolve("proc/self/cgroup"))) {
      String[] parts = line.split(":", 3); // number:controllers:path, without controllers version 2
      if (parts.length == 3
          && (parts[1].isEmpty() || List.of(parts[1].split(",", -1)).contains(controller))) {
        addUpwards(top(mount, parts[1], controller), parts[2], groups);
      }
    }
    return groups;
  }

  private static void addUpwards(Path top, String path, List<ControlGroup> groups) {
    if (Files.isDirectory(top)) {
      Path group = top.resolve("." + path).normalize();
      for (; group.startsWith(top); group = group.getParent()) {
        groups.add(new ControlGroup(group));
      }
    }
  }

  /** Version 2 is mounted alone, or beside version 1; a controller of version 1 by its name. */
  private static Path top(Path mount, String controllers, String controller) {
    Path first = mount.resolve(controllers.isEmpty() ? "unified" : controllers);
    Path second = controllers.isEmpty() ? mount : mount.resolve(controller);
    return Files.isDirectory(first) ? first : second;
  }

  private int quota() {
    String[] v2 = line("cpu.max").split(" ", -1);
    return v2.length == 2
        ? cpus(Machine.number(v2[0]), Machine.number(v2[1]))
        : cpus(Machine.number(line("cpu.cfs_quota_us")), Machine.number(line("cpu.cfs_period_us")));
  }

  private static int cpus(long quota, long period) {
    return quota > 0 && period > 0
        ? (int) Math.min(Math.ceilDiv(quota, period), Integer.MAX_VALUE)
        : Integer.MAX_VALUE;
  }

  private static long limit(String text) {
    long bytes = Machine.number(text);
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  private String line(String file) {
    return Machine.line(directory.resolve(file));
  }
}
