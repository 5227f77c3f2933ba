package hpc.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits that control groups put on this process. A limit of a group holds for the groups inside
 * it, so that the least on the way up to the root counts. Inside a container the path that the
 * kernel tells may lie outside what is mounted: then only the groups that can be seen count.
 */
final class Cgroups {

  private Cgroups() {}

  /**
   * Cpus that the quotas grant, rounded up, or {@link Integer#MAX_VALUE}.
   *
   * @param mount where the controllers are mounted
   * @param membership lines of {@code /proc/self/cgroup}
   */
  static int cpuQuota(Path mount, List<String> membership) {
    int cpus = Integer.MAX_VALUE;
    for (String line : membership) {
      for (Path group : upwards(mount, line, "cpu")) {
        cpus = Math.min(cpus, quota(group));
      }
    }
    return cpus;
  }

  /** Bytes that the groups allow, or {@link Long#MAX_VALUE}; parameters as above. */
  static long memoryLimit(Path mount, List<String> membership) {
    long bytes = Long.MAX_VALUE;
    for (String line : membership) {
      for (Path group : upwards(mount, line, "memory")) {
        bytes = Math.min(bytes, limit(Machine.line(group.resolve("memory.max"))));
        bytes = Math.min(bytes, limit(Machine.line(group.resolve("memory.limit_in_bytes"))));
      }
    }
    return bytes;
  }

  /**
   * The directories of a group and of those around it, innermost first; none if the line is about
   * another controller.
   *
   * @param mount where the controllers are mounted
   * @param line one of {@code /proc/self/cgroup}
   */
  static List<Path> upwards(Path mount, String line, String controller) {
    List<Path> groups = new ArrayList<>();
    if (rules(line, controller)) {
      for (Path top : mounts(mount, line, controller)) {
        for (Path group = top.resolve(path(line)).normalize();
            group.startsWith(top);
            group = group.getParent()) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  /** Whether a line {@code number:controllers:path} is of version 2 or names the controller. */
  private static boolean rules(String line, String controller) {
    String[] parts = line.split(":", 3);
    if (parts.length < 3) {
      return false;
    }
    if (parts[1].isEmpty()) {
      return true;
    }
    for (String name : parts[1].split(",", -1)) {
      if (name.equals(controller)) {
        return true;
      }
    }
    return false;
  }

  /** Version 2 is mounted alone, or beside version 1; a controller of version 1 by its name. */
  private static List<Path> mounts(Path mount, String line, String controller) {
    String names = line.split(":", 3)[1];
    List<Path> candidates =
        names.isEmpty()
            ? List.of(mount, mount.resolve("unified"))
            : List.of(mount.resolve(controller), mount.resolve(names));
    for (Path candidate : candidates.reversed()) {
      if (Files.isDirectory(candidate)) {
        return List.of(candidate);
      }
    }
    return List.of();
  }

  private static String path(String line) {
    String path = line.split(":", 3)[2];
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    return path.substring(start);
  }

  private static int quota(Path group) {
    String[] v2 = Machine.line(group.resolve("cpu.max")).split(" ", -1);
    if (v2.length == 2) {
      return cpus(Machine.number(v2[0]), Machine.number(v2[1]));
    }
    return cpus(
        Machine.number(Machine.line(group.resolve("cpu.cfs_quota_us"))),
        Machine.number(Machine.line(group.resolve("cpu.cfs_period_us"))));
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
}
