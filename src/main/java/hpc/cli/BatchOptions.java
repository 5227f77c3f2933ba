package hpc.cli;

import hpc.sweep.BatchLimits;
import hpc.sweep.BatchLimits.MemoryScope;
import hpc.sweep.BatchSweep;
import hpc.sweep.ClusterProfile;
import hpc.sweep.SlurmClient;
import hpc.sweep.TimeLimit;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
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
 * What the jobs of a submitted sweep ask for. What is said here stands above Slurm's own SBATCH_
 * variables, and these above the cluster profile.
 */
final class BatchOptions {

  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,9})([KMGT]?)");
  private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]{1,12})([kmgtKMGT]?)");

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "sbatch: who pays (default: the cluster profile's, see hpc cluster)")
  private String account;

  @Option(
      names = "--partition",
      paramLabel = "NAME",
      description = "sbatch: where jobs run (default: the cluster profile's)")
  private String partition;

  @Option(
      names = "--mem",
      paramLabel = "SIZE",
      description =
          "sbatch: memory of a job on each node, such as 4G (default: the cluster profile's mem-per-cpu)")
  private String memory;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description =
          "sbatch: time limit of a point: 30, 1:30:00, 2-12 (default: the cluster profile's)")
  private String time;

  @Option(names = "--force", description = "sbatch: submit points that look too large as well")
  private boolean force;

  /**
   * Refuses options that would be passed over.
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

  BatchLimits limits(
      SlurmClient slurm,
      Optional<String> within,
      ClusterProfile profile,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    boolean coresOnly = hasCoresOnly(profile, environment);
    return new BatchLimits(
        slurm.nodes(within),
        slurm.largestNodeCpus(within) / (coresOnly ? slurm.threadsPerCore(within) : 1),
        slurm.mostTasks(),
        memory(profile.completing(environment)),
        heapBytes(environment));
  }

  /** How many of the cpus that the jobs get are one core. */
  int threadsPerCore(
      SlurmClient slurm,
      Optional<String> within,
      ClusterProfile profile,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    return hasCoresOnly(profile, environment) ? 1 : slurm.threadsPerCore(within);
  }

  /** Whether jobs are to leave all but one hardware thread of a core alone. */
  private static boolean hasCoresOnly(ClusterProfile profile, Map<String, String> environment) {
    Map<String, String> said = profile.completing(environment);
    return "nomultithread".equals(said.get("SBATCH_HINT"))
        || "1".equals(said.get("SBATCH_THREADS_PER_CORE"));
  }

  /** What jobs ask for: what is given here, and of the profile what nothing else says. */
  BatchSweep.Jobs jobs(List<String> hpc, ClusterProfile profile, Map<String, String> environment) {
    SequencedMap<String, String> asked = new LinkedHashMap<>(profile.unsaid(environment));
    if (memory != null) {
      asked.remove("mem-per-cpu"); // the two exclude each other
    }
    asked.putAll(given());
    List<String> options =
        asked.entrySet().stream().map(o -> "--" + o.getKey() + "=" + o.getValue()).toList();
    return new BatchSweep.Jobs(
        hpc, options, profile.modules(), profile.mpi(), minutes(asked, environment));
  }

  /** Slurm's variables that what is given here stands above. */
  Set<String> overruled() {
    return ClusterProfile.overruled(given().keySet());
  }

  /** Where the jobs run; empty if that is left to Slurm. */
  Optional<String> partition(ClusterProfile profile, Map<String, String> environment) {
    return Optional.ofNullable(partition)
        .or(() -> Optional.ofNullable(profile.completing(environment).get("SBATCH_PARTITION")));
  }

  /** As sbatch itself takes it: for a node before for a cpu; 0 is all that a node has. */
  private Optional<BatchLimits.Memory> memory(Map<String, String> environment) {
    return Optional.ofNullable(memory)
        .map(value -> memory("--mem", value, MemoryScope.NODE))
        .or(() -> said("SBATCH_MEM_PER_NODE", MemoryScope.NODE, environment))
        .or(() -> said("SBATCH_MEM_PER_CPU", MemoryScope.CPU, environment))
        .filter(asked -> asked.bytes() > 0);
  }

  /** What a variable says in words that only sbatch knows is left to it. */
  private static Optional<BatchLimits.Memory> said(
      String variable, MemoryScope share, Map<String, String> environment) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> MEMORY.matcher(value).matches())
        .map(value -> memory(variable, value, share));
  }

  private static BatchLimits.Memory memory(String name, String value, MemoryScope share) {
    Matcher matcher = MEMORY.matcher(value);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          name + " " + value + ": accepted: MiB, or a number with K, M, G or T");
    }
    String unit = matcher.group(2).isEmpty() ? "M" : matcher.group(2);
    return new BatchLimits.Memory(share, bytes(matcher.group(1), unit));
  }

  private static OptionalLong heapBytes(Map<String, String> environment) {
    Matcher matcher = HEAP.matcher(environment.getOrDefault("HPC_JAVA_OPTS", ""));
    OptionalLong heap = OptionalLong.empty();
    while (matcher.find()) {
      heap = OptionalLong.of(bytes(matcher.group(1), matcher.group(2))); // the last one counts
    }
    return heap;
  }

  private static long bytes(String number, String unit) {
    int shift =
        switch (unit) {
          case "K", "k" -> 10;
          case "M", "m" -> 20;
          case "G", "g" -> 30;
          case "T", "t" -> 40;
          default -> 0;
        };
    return Math.multiplyExact(Long.parseLong(number), 1L << shift);
  }

  private static OptionalLong minutes(Map<String, String> asked, Map<String, String> environment) {
    String time = asked.getOrDefault("time", environment.getOrDefault("SBATCH_TIMELIMIT", ""));
    try {
      return time.isEmpty() ? OptionalLong.empty() : OptionalLong.of(new TimeLimit(time).minutes());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }
}
