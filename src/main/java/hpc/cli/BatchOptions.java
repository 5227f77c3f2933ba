package hpc.cli;

import hpc.sweep.BatchLimits;
import hpc.sweep.BatchSweep;
import hpc.sweep.SlurmClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What the jobs of a submitted sweep ask for; all else is for Slurm's own SBATCH_ variables. */
final class BatchOptions {

  private static final Pattern MEMORY = Pattern.compile("([0-9]{1,9})([KMGT]?)");
  private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]{1,12})([kmgtKMGT]?)");
  private static final Pattern TIME =
      Pattern.compile("(?:([0-9]{1,4})-)?([0-9]{1,7})(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?");

  @Option(
      names = "--mem",
      paramLabel = "SIZE",
      description = "sbatch: memory of a job on each node, such as 4G (default: Slurm's)")
  private String memory;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      description = "sbatch: time limit of a point: 30, 1:30:00, 2-12 (default: Slurm's)")
  private String time;

  @Option(names = "--force", description = "sbatch: submit points that look too large as well")
  private boolean force;

  /**
   * Refuses options that would be passed over.
   *
   * @throws IllegalArgumentException if one was given
   */
  void requireNone() {
    if (memory != null || time != null || force) {
      String first = memory != null ? "--mem" : time != null ? "--time" : "--force";
      throw new IllegalArgumentException(first + ": accepted with --executor sbatch only");
    }
  }

  boolean force() {
    return force;
  }

  BatchLimits limits(SlurmClient slurm, Map<String, String> environment)
      throws IOException, InterruptedException {
    return new BatchLimits(
        slurm.nodes(), slurm.largestNodeCpus(), memoryBytes(), heapBytes(environment));
  }

  BatchSweep.Jobs jobs(List<String> hpc) {
    List<String> options = new ArrayList<>();
    if (memory != null) {
      options.add("--mem=" + memory);
    }
    if (time != null) {
      options.add("--time=" + time);
    }
    return new BatchSweep.Jobs(hpc, options, minutes());
  }

  private OptionalLong memoryBytes() {
    if (memory == null) {
      return OptionalLong.empty();
    }
    Matcher matcher = MEMORY.matcher(memory);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--mem " + memory + ": accepted: MiB, or a number with K, M, G or T");
    }
    String unit = matcher.group(2).isEmpty() ? "M" : matcher.group(2);
    return OptionalLong.of(bytes(matcher.group(1), unit));
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

  /** As sbatch reads it: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S; seconds count as a minute. */
  private OptionalLong minutes() {
    if (time == null) {
      return OptionalLong.empty();
    }
    Matcher matcher = TIME.matcher(time);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--time " + time + ": accepted: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S");
    }
    long first = Long.parseLong(matcher.group(2));
    long second = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
    if (matcher.group(1) != null) {
      return OptionalLong.of((Long.parseLong(matcher.group(1)) * 24 + first) * 60 + second);
    }
    return OptionalLong.of(
        matcher.group(4) == null ? first + Math.min(1, second) : first * 60 + second);
  }
}
