package hpc.launch;

import hpc.launch.DoctorCheck.Verdict;
import hpc.slurm.Allocation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Judges whether a machine, a JVM and an allocation are fit for the program. It changes nothing and
 * prints nothing.
 *
 * @param machine the node
 * @param env environment variables
 * @param results the directory that results are to be written to
 */
public record Doctor(Machine machine, Map<String, String> env, Path results) {

  private static final long LEAST_SCRATCH_BYTES = 1L << 30;
  private static final long LEAST_HEAP_BYTES = 64L << 20;
  private static final long LEAST_OPEN_FILES = 1024;
  static final int NEEDED_JAVA = 25;
  private static final int WAIT_MILLIS = 2000;

  /** Copies the environment. */
  public Doctor {
    env = Map.copyOf(env);
  }

  /** Whether the program cannot work here. */
  public static boolean anyFail(List<DoctorCheck> checks) {
    return checks.stream().anyMatch(check -> check.verdict() == Verdict.FAIL);
  }

  /** Looks at everything, the most basic first. */
  public List<DoctorCheck> examine() {
    List<DoctorCheck> checks = new ArrayList<>();
    checks.add(node());
    checks.add(caches());
    checks.add(energy());
    checks.add(java());
    examineAllocation(checks);
    checks.addAll(new LibraryChecks(env).examine());
    checks.add(loopback());
    checks.add(openFiles());
    checks.add(scratch(Path.of(System.getProperty("java.io.tmpdir"))));
    checks.add(home());
    checks.add(resultsDirectory());
    checks.add(governor());
    checks.add(hugePages());
    return List.copyOf(checks);
  }

  private DoctorCheck node() {
    return DoctorCheck.ok(
        "machine",
        "%s, %s cpus and %s usable, %s NUMA node(s), pages of %s"
            .formatted(
                machine.cpuModel(),
                machine.cpus(),
                bytes(machine.memoryBytes()),
                machine.numaNodes(),
                bytes(machine.pageBytes())));
  }

  private DoctorCheck energy() {
    EnergyZones zones = EnergyZones.of(machine.root());
    return DoctorCheck.ok(
        "energy",
        zones.reason().isEmpty()
            ? "counters of %s processor(s)".formatted(zones.readable().size())
            : zones.reason() + ": energy_j stays empty");
  }

  private DoctorCheck caches() {
    StringJoiner found = new StringJoiner(", ");
    for (Machine.Cache cache : machine.caches()) {
      found.add(
          "L%s %s %s for %s cpu(s)"
              .formatted(
                  cache.level(),
                  cache.kind().toLowerCase(Locale.ROOT),
                  bytes(cache.bytes()),
                  cache.sharedBy()));
    }
    return DoctorCheck.ok(
        "caches",
        found.length() == 0 ? "not reported by the kernel: defaults are used" : found.toString());
  }

  private static DoctorCheck java() {
    String found =
        "%s, %s, in %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    return Runtime.version().feature() >= NEEDED_JAVA
        ? DoctorCheck.ok("java", found)
        : DoctorCheck.fail("java", found, "set JAVA_HOME to a JDK " + NEEDED_JAVA + " or later");
  }

  private void examineAllocation(List<DoctorCheck> checks) {
    Allocation allocation;
    try {
      allocation = Allocation.of(env);
    } catch (IllegalArgumentException e) {
      checks.add(
          DoctorCheck.fail(
              "allocation", String.valueOf(e.getMessage()), "unset or correct the variable"));
      return;
    }
    checks.add(allocation(allocation));
    checks.add(flags(allocation));
    checks.add(cpus(allocation));
    checks.add(heap(allocation));
  }

  private static DoctorCheck allocation(Allocation allocation) {
    String memory =
        allocation.memoryBytes().isPresent()
            ? bytes(allocation.memoryBytes().getAsLong())
            : "all memory";
    return switch (allocation.place()) {
      case OUTSIDE -> DoctorCheck.ok("allocation", "none: not in a Slurm job");
      case SCRIPT ->
          DoctorCheck.ok(
              "allocation",
              "job %s, its script: %s cpus and %s on this node"
                  .formatted(allocation.jobId(), count(allocation), memory));
      case STEP ->
          DoctorCheck.ok(
              "allocation",
              "job %s, step %s: task %s of %s on %s node(s), %s cpus and %s each"
                  .formatted(
                      allocation.jobId(),
                      allocation.stepId(),
                      allocation.rank(),
                      allocation.tasks(),
                      allocation.nodes(),
                      count(allocation),
                      memory));
    };
  }

  private static String count(Allocation allocation) {
    return allocation.cpus().isPresent()
        ? Integer.toString(allocation.cpus().getAsInt())
        : "unknown";
  }

  private DoctorCheck flags(Allocation allocation) {
    List<String> inEffect = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> missing = new ArrayList<>(JvmFlags.of(machine, allocation, 1));
    missing.removeAll(inEffect);
    if (missing.isEmpty()) {
      return DoctorCheck.ok("jvm flags", String.join(" ", inEffect));
    }
    if (Restart.isOurs()) {
      return DoctorCheck.ok(
          "jvm flags", String.join(" ", inEffect) + "; flags of the user replace " + missing);
    }
    return DoctorCheck.warn(
        "jvm flags",
        "missing: " + String.join(" ", missing),
        "start with java -jar hpc.jar or ./hpc, without HPC_NO_REEXEC");
  }

  private DoctorCheck cpus(Allocation allocation) {
    int wanted = JvmFlags.cpus(machine, allocation, 1);
    int used = Runtime.getRuntime().availableProcessors();
    if (allocation.cpus().isPresent() && allocation.cpus().getAsInt() > machine.cpus()) {
      return DoctorCheck.warn(
          "cpus",
          "Slurm grants %s cpus, the affinity mask allows %s"
              .formatted(allocation.cpus().getAsInt(), machine.cpus()),
          "give srun the same --cpus-per-task as sbatch (SRUN_CPUS_PER_TASK)");
    }
    return used <= wanted
        ? DoctorCheck.ok("cpus", "the JVM uses %s of %s".formatted(used, wanted))
        : DoctorCheck.warn(
            "cpus",
            "the JVM uses %s, only %s are granted".formatted(used, wanted),
            "drop -XX:ActiveProcessorCount from your flags");
  }

  private DoctorCheck heap(Allocation allocation) {
    long limit = JvmFlags.memoryBytes(machine, allocation, 1);
    long heap = Runtime.getRuntime().maxMemory();
    String found = "at most %s of %s".formatted(bytes(heap), bytes(limit));
    if (heap >= limit) {
      return DoctorCheck.fail("heap", found, "lower -Xmx, or ask Slurm for more with --mem");
    }
    return heap < LEAST_HEAP_BYTES
        ? DoctorCheck.warn("heap", found, "ask Slurm for more with --mem")
        : DoctorCheck.ok("heap", found);
  }

  /** Local ranks talk over loopback: tries one connection. */
  private static DoctorCheck loopback() {
    InetAddress here = InetAddress.getLoopbackAddress();
    try (ServerSocket server = new ServerSocket(0, 1, here);
        Socket client = new Socket()) {
      client.connect(server.getLocalSocketAddress(), WAIT_MILLIS);
      return DoctorCheck.ok("loopback", here.getHostAddress() + " takes connections");
    } catch (IOException e) {
      return DoctorCheck.fail(
          "loopback", "no connection: " + e.getMessage(), "bring the interface lo up");
    }
  }

  private DoctorCheck openFiles() {
    String soft = machine.limit("Max open files");
    if (soft.isEmpty()) {
      return DoctorCheck.ok("open files", "no limit reported by the kernel");
    }
    long limit = Machine.number(soft);
    return limit >= 0 && limit < LEAST_OPEN_FILES
        ? DoctorCheck.warn("open files", "at most " + soft, "ulimit -n " + LEAST_OPEN_FILES)
        : DoctorCheck.ok("open files", "at most " + soft);
  }

  private static DoctorCheck scratch(Path directory) {
    String remedy = "set TMPDIR to a writable directory on a local disk";
    if (!isWritable(directory)) {
      return DoctorCheck.fail("temporary files", directory + " is not writable", remedy);
    }
    try {
      var store = Files.getFileStore(directory);
      String found =
          "%s, %s, %s free".formatted(directory, store.type(), bytes(store.getUsableSpace()));
      if (isShared(store.type())) {
        return DoctorCheck.warn("temporary files", found + ", not local to the node", remedy);
      }
      return store.getUsableSpace() < LEAST_SCRATCH_BYTES
          ? DoctorCheck.warn("temporary files", found, remedy)
          : DoctorCheck.ok("temporary files", found);
    } catch (IOException e) {
      return DoctorCheck.warn("temporary files", directory + ": " + e.getMessage(), remedy);
    }
  }

  private static boolean isShared(String type) {
    return List.of("nfs", "nfs4", "lustre", "gpfs", "beegfs", "ceph", "cifs").contains(type);
  }

  private DoctorCheck home() {
    String home = env.getOrDefault("HOME", "");
    if (home.isEmpty()) {
      return DoctorCheck.ok("home", "HOME is not set: nothing is kept there");
    }
    return DoctorCheck.ok(
        "home",
        isWritable(Path.of(home)) ? home : home + " is not writable: nothing is kept there");
  }

  /** The directory, or the one in which it would be made. */
  private DoctorCheck resultsDirectory() {
    Path directory = results.toAbsolutePath();
    Path there = directory;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return isWritable(there)
        ? DoctorCheck.ok("results", directory + (there.equals(directory) ? "" : " can be made"))
        : DoctorCheck.fail(
            "results", there + " is not writable", "name another place with --csv FILE");
  }

  private DoctorCheck governor() {
    String governor =
        Machine.line(
            machine.root().resolve("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
    String clock =
        Machine.line(
            machine
                .root()
                .resolve("sys/devices/system/clocksource/clocksource0/current_clocksource"));
    String found =
        "clock %s, governor %s"
            .formatted(clock.isEmpty() ? "unknown" : clock, governor.isEmpty() ? "none" : governor);
    return governor.equals("powersave")
        ? DoctorCheck.warn("frequency", found, "times may vary: ask for the governor performance")
        : DoctorCheck.ok("frequency", found);
  }

  private DoctorCheck hugePages() {
    String modes =
        Machine.line(machine.root().resolve("sys/kernel/mm/transparent_hugepage/enabled"));
    int open = modes.indexOf('[');
    int close = modes.indexOf(']');
    return DoctorCheck.ok(
        "huge pages",
        open >= 0 && close > open
            ? modes.substring(open + 1, close)
            : "not reported by the kernel");
  }

  private static boolean isWritable(Path directory) {
    return Files.isDirectory(directory) && Files.isWritable(directory);
  }

  private static String bytes(long bytes) {
    if (bytes >= 10L << 30) {
      return (bytes >> 30) + " GiB";
    }
    return bytes >= 10L << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }
}
