package hpc.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this process may use of its node, as the kernel reports in {@code /proc} and {@code /sys}.
 * What every start needs is read at once, by plain code that loads few classes; the rest when it is
 * asked for: on a big node {@code /proc/cpuinfo} alone takes longer.
 *
 * @param root the directory in which {@code proc} and {@code sys} stand
 * @param cpus cpus this process may use: those of its affinity mask, or fewer if a cgroup has a
 *     quota; at least 1
 * @param memoryBytes memory it may use: that of the node, or less if a cgroup has a limit; at most
 *     half of a limited address space ({@code ulimit -v}), of which a JVM reserves more than it
 *     uses
 */
public record Machine(Path root, int cpus, long memoryBytes) {

  private static final int DEFAULT_PAGE_BYTES = 4096;
  private static final long AUXV_PAGE_SIZE = 6;

  /**
   * One cache.
   *
   * @param level 1 next to the core
   * @param kind {@code Data}, {@code Instruction} or {@code Unified}
   * @param bytes its size
   * @param sharedBy cpus that share it, at least 1
   */
  public record Cache(int level, String kind, long bytes, int sharedBy) {}

  /** Rejects a machine without a cpu or memory. */
  public Machine {
    if (cpus < 1 || memoryBytes < 1) {
      throw new IllegalArgumentException(
          "a machine has cpus and memory, not " + cpus + " and " + memoryBytes);
    }
  }

  /** This machine. */
  public static Machine here() {
    return of(Path.of("/"));
  }

  /** The machine whose {@code proc} and {@code sys} stand in {@code root}. */
  public static Machine of(Path root) {
    Path proc = root.resolve("proc");
    return new Machine(
        root,
        Math.max(1, Math.min(allowedCpus(proc), ControlGroup.cpuQuota(root))),
        Math.min(Math.min(memTotal(proc), addressSpace(proc) / 2), ControlGroup.memoryLimit(root)));
  }

  /** The name of this node. */
  public static String hostName() {
    String name = line(Path.of("/proc/sys/kernel/hostname"));
    return name.isEmpty() ? System.getenv().getOrDefault("HOSTNAME", "localhost") : name;
  }

  /** What the processor is called: on x86 a name; on arm64 numbers, which lscpu has a table for. */
  public String cpuModel() {
    List<String> info = firstProcessor();
    for (String key : new String[] {"model name", "cpu"}) {
      String name = field(info, key);
      if (!name.isEmpty()) {
        return name;
      }
    }
    String part = field(info, "CPU part");
    String arch = System.getProperty("os.arch");
    return part.isEmpty()
        ? arch
        : arch + " implementer " + field(info, "CPU implementer") + " part " + part;
  }

  /** Bytes of the data cache of {@code level}, 0 if unknown. */
  public long cacheBytes(int level) {
    for (Cache cache : caches()) {
      if (cache.level() == level && !cache.kind().equals("Instruction")) {
        return cache.bytes();
      }
    }
    return 0;
  }

  /** The caches of the first processor, nearest first; none if unknown. */
  public List<Cache> caches() {
    Path directory = root.resolve("sys/devices/system/cpu/cpu0/cache");
    List<Cache> caches = new ArrayList<>();
    for (int i = 0; Files.isDirectory(directory.resolve("index" + i)); i++) {
      Path index = directory.resolve("index" + i);
      long level = number(line(index.resolve("level")));
      long bytes = size(line(index.resolve("size")));
      if (level > 0 && bytes > 0) {
        int sharedBy = Math.max(1, countOf(line(index.resolve("shared_cpu_list"))));
        caches.add(new Cache((int) level, line(index.resolve("type")), bytes, sharedBy));
      }
    }
    return caches;
  }

  /**
   * The core of each cpu that this process may use, named by the first of its hardware threads;
   * empty if unknown.
   *
   * @param root of the file system
   */
  public static SortedMap<Integer, Integer> coresByCpu(Path root) {
    SortedMap<Integer, Integer> cores = new TreeMap<>();
    List<String> status = lines(root.resolve("proc/self/status"));
    for (int cpu : numbersIn(field(status, "Cpus_allowed_list"))) {
      Path topology = root.resolve("sys/devices/system/cpu/cpu" + cpu + "/topology");
      List<Integer> siblings = numbersIn(line(topology.resolve("thread_siblings_list")));
      if (siblings.isEmpty()) {
        return Collections.emptySortedMap();
      }
      cores.put(cpu, siblings.getFirst());
    }
    return cores;
  }

  /** NUMA nodes of the machine, at least 1. */
  public int numaNodes() {
    int nodes = 0;
    Path directory = root.resolve("sys/devices/system/node");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "node[0-9]*")) {
      for (Path entry : entries) {
        nodes += Files.isDirectory(entry) ? 1 : 0;
      }
    } catch (IOException e) {
      // a kernel without NUMA has one node and no such directory
      return 1;
    }
    return Math.max(1, nodes);
  }

  /** Size of a page, from the vector of pairs that the kernel hands to every program. */
  public int pageBytes() {
    try {
      ByteBuffer pairs =
          ByteBuffer.wrap(Files.readAllBytes(root.resolve("proc/self/auxv")))
              .order(ByteOrder.nativeOrder());
      while (pairs.remaining() >= 2 * Long.BYTES) {
        long key = pairs.getLong();
        long value = pairs.getLong();
        if (key == AUXV_PAGE_SIZE) {
          return (int) value;
        }
      }
    } catch (IOException e) {
      return DEFAULT_PAGE_BYTES;
    }
    return DEFAULT_PAGE_BYTES;
  }

  /** The lines about one processor: the others say the same, and there may be hundreds. */
  private List<String> firstProcessor() {
    List<String> lines = new ArrayList<>();
    try (BufferedReader info = Files.newBufferedReader(root.resolve("proc/cpuinfo"))) {
      String line = info.readLine();
      while (line != null && !line.isBlank()) {
        lines.add(line);
        line = info.readLine();
      }
    } catch (IOException e) {
      return List.of();
    }
    return lines;
  }

  private static int allowedCpus(Path proc) {
    String list = field(lines(proc.resolve("self/status")), "Cpus_allowed_list");
    return list.isEmpty() ? Runtime.getRuntime().availableProcessors() : countOf(list);
  }

  private static long memTotal(Path proc) {
    String total = field(lines(proc.resolve("meminfo")), "MemTotal");
    long bytes = total.isEmpty() ? 0 : number(total.substring(0, end(total))) << 10;
    return bytes > 0 ? bytes : Runtime.getRuntime().maxMemory();
  }

  /** The soft limit of the address space, {@link Long#MAX_VALUE} if there is none. */
  long addressSpaceBytes() {
    return addressSpace(root.resolve("proc"));
  }

  /** Whether the address space has a soft limit, as by {@code ulimit -v}. */
  boolean hasLimitedAddressSpace() {
    return addressSpaceBytes() < Long.MAX_VALUE;
  }

  private static long addressSpace(Path proc) {
    String limit = limit(proc, "Max address space");
    long bytes = number(limit.substring(0, end(limit)));
    return bytes > 0 ? bytes : Long.MAX_VALUE;
  }

  /** The soft limit called {@code name} in {@code /proc/self/limits}, empty if unknown. */
  String limit(String name) {
    return limit(root.resolve("proc"), name);
  }

  private static String limit(Path proc, String name) {
    for (String line : lines(proc.resolve("self/limits"))) {
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip().split(" ", 2)[0];
      }
    }
    return "";
  }

  /** The value of the first line {@code key: value}, else empty. */
  private static String field(List<String> lines, String key) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  /** How many numbers a list such as {@code 0-3,8} holds. */
  private static int countOf(String list) {
    return numbersIn(list).size();
  }

  private static List<Integer> numbersIn(String list) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      long first = number(dash < 0 ? range : range.substring(0, dash));
      long last = dash < 0 ? first : number(range.substring(dash + 1));
      for (long number = first; first >= 0 && number <= last; number++) {
        numbers.add((int) number);
      }
    }
    return numbers;
  }

  /** Bytes of a size such as {@code 48K}, else -1. */
  private static long size(String text) {
    int digits = end(text);
    long number = number(text.substring(0, digits));
    return number << (text.startsWith("K", digits) ? 10 : text.startsWith("M", digits) ? 20 : 0);
  }

  private static int end(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The number that {@code text} writes, -1 if none. */
  static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The first line of a file, empty if it cannot be read. */
  static String line(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "" : lines.getFirst().strip();
  }

  /** The lines of a file, none if it cannot be read: the kernel hides what it does not have. */
  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
