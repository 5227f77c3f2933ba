package hpc.cli;

import hpc.slurm.MemorySize;
import hpc.sweep.BatchLimits;
import hpc.sweep.BatchLimits.MemoryScope;
import hpc.sweep.BatchSweep;
import hpc.sweep.ClusterProfile;
import hpc.sweep.SlurmClient;
import hpc.sweep.TimeLimit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/**
 * What the jobs of a submitted sweep request. These options override Slurm's own SBATCH_ variables,
 * and those override the cluster profile.
 */
final class BatchOptions {

  private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]{1,12})([kmgtKMGT]?)");

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description =
          "sbatch: account to charge (default: from the cluster profile, see hpc cluster)")
  private String account;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "sbatch: partition to run in (default: from the cluster profile)")
  private String partition;

  @Option(
      names = "--mem",
      paramLabel = "SIZE",
      description =
          "sbatch: memory per node, such as 4G (default: mem-per-cpu from the cluster profile)")
  private String memory;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "sbatch: time limit of a point: 30, 1:30:00 or 2-12 (default: from the cluster profile)")
  private String time;

  @Option(names = "--force", description = "sbatch: also submit points that look too large")
  private boolean force;

  /**
   * Refuses options that would be ignored.
   *
   * @throws IllegalArgumentException if one was given
   */
  void requireNone() {
    Stream.concat(given().keySet().stream(), Stream.of("force").filter(_ -> force))
        .findFirst()
        .ifPresent(option -> {
          throw new IllegalArgumentException(
              "--" + option + ": accepted with --executor sbatch only");
        });
  }

  /** Those that were given, as sbatch names them. */
  private SequencedMap<String, String> given() {
    SequencedMap<String, String> given = new LinkedHashMap<>();
    Optional.ofNullable(account).ifPresent(value -> given.put("account", value));
    Optional.ofNullable(partition).ifPresent(value -> given.put("partition", value));
    Optional.ofNullable(memory).ifPresent(value -> given.put("mem", value));
    Optional.ofNullable(time).ifPresent(value -> given.put("time", value));
    return given;
  }

  boolean force() {
    return force;
  }

  BatchLimits limits(SlurmClient slurm) throws IOException, InterruptedException {
    Optional<String> partition = partition();
    return new BatchLimits(
        slurm.nodes(partition),
        slurm.largestNodeCpus(partition) / (hasCoresOnly() ? slurm.threadsPerCore(partition) : 1),
        slurm.mostTasks(),
        memoryLimit(),
        heapBytes());
  }

  /** How many of the cpus that the jobs get are one core. */
  int threadsPerCore(SlurmClient slurm) throws IOException, InterruptedException {
    return hasCoresOnly() ? 1 : slurm.threadsPerCore(partition());
  }

  /** Whether jobs use one hardware thread per core only. */
  private boolean hasCoresOnly() {
    Map<String, String> variables = variables();
    return "nomultithread".equals(variables.get("SBATCH_HINT"))
        || "1".equals(variables.get("SBATCH_THREADS_PER_CORE"));
  }

  /** Slurm's variables, also those that the cluster profile sets. */
  private static Map<String, String> variables() {
    return profile().completing(System.getenv());
  }

  private static ClusterProfile profile() {
    return ClusterProfile.of(System.getenv());
  }

  /** What jobs request: the options given here, and of the profile what nothing else sets. */
  BatchSweep.Jobs jobs(List<String> hpc) {
    ClusterProfile profile = profile();
    SequencedMap<String, String> requested = new LinkedHashMap<>(profile.unsaid(System.getenv()));
    if (memory != null) {
      requested.remove("mem-per-cpu"); // the two exclude each other
    }
    requested.putAll(given());
    List<String> options =
        requested.entrySet().stream().map(o -> "--" + o.getKey() + "=" + o.getValue()).toList();
    return new BatchSweep.Jobs(
        hpc, options, profile.modules(), profile.mpi(), minutes(requested.get("time")));
  }

  /** Slurm's variables that the options given here override. */
  Set<String> overruled() {
    return ClusterProfile.overruled(given().keySet());
  }

  /** The partition; empty if Slurm chooses it. */
  Optional<String> partition() {
    return Optional.ofNullable(partition)
        .or(() -> Optional.ofNullable(variables().get("SBATCH_PARTITION")));
  }

  /** As sbatch itself takes it: for a node before for a cpu; 0 is all that a node has. */
  private Optional<BatchLimits.Memory> memoryLimit() {
    if (memory != null) {
      if (!memory.matches("[0-9]{1,9}[KMGT]?")) {
        throw new IllegalArgumentException(
            "--mem " + memory + ": accepted: MiB, or a number with K, M, G or T");
      }
      return memory(MemoryScope.NODE, memory);
    }
    Map<String, String> variables = variables();
    String ofNode = variables.get("SBATCH_MEM_PER_NODE");
    return ofNode != null
        ? memory(MemoryScope.NODE, ofNode)
        : memory(MemoryScope.CPU, variables.getOrDefault("SBATCH_MEM_PER_CPU", ""));
  }

  /** Empty for a value that only sbatch can read, too. */
  private static Optional<BatchLimits.Memory> memory(MemoryScope scope, String value) {
    return MemorySize.mebibytes(value).stream()
        .mapToObj(mebibytes -> new BatchLimits.Memory(scope, mebibytes << 20))
        .findFirst();
  }

  private static OptionalLong heapBytes() {
    Matcher matcher = HEAP.matcher(System.getenv().getOrDefault("HPC_JAVA_OPTS", ""));
    OptionalLong heap = OptionalLong.empty();
    while (matcher.find()) { // the last one counts
      int unit = "bkmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)); // none is found at 0
      heap =
          OptionalLong.of(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * unit)));
    }
    return heap;
  }

  private static OptionalLong minutes(String requested) {
    String limit =
        requested == null ? System.getenv().getOrDefault("SBATCH_TIMELIMIT", "") : requested;
    try {
      return limit.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(new TimeLimit(limit).minutes());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }
}
