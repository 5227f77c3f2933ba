package hpc.sweep;

import hpc.launch.JvmVariant;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One command of a sweep.
 *
 * @param index its place in the sweep, counted from 1
 * @param workload the command: that of a problem, or {@value CommandRun#WORKLOAD}
 * @param options option name without dashes to value, both as the file has them and in its order;
 *     {@code true} stands for a bare flag and {@code false} for an option left out
 * @param rung what a ladder calls it; empty outside a ladder
 */
public record SweepPoint(
    int index, String workload, SequencedMap<String, String> options, String rung) {

  /** The option that asks for nodes; it is the executor's, no workload knows it. */
  public static final String NODES = "nodes";

  /** The option that gives flags to the JVM of the point; no workload knows it either. */
  public static final String JVM = "jvm";

  /** The option that gives the number of processes. */
  public static final String RANKS = "ranks";

  /** The option that gives the threads of each process. */
  public static final String THREADS = "threads";

  /** The option that names what does the inner loops. */
  static final String KERNEL = "kernel";

  /** The option that names how a run is spread. */
  public static final String MODE = "mode";

  /** How often a point is run, and what a program's name stands for. */
  private static final Set<String> NOT_IN_LABEL =
      Stream.concat(
              Stream.of("warmup", "repeat", "precision", "budget"),
              CommandRun.SAME_IN_EVERY_POINT.stream())
          .collect(Collectors.toUnmodifiableSet());

  private static final int ID_BYTES = 6; // among 100,000 points two meet once in 56,000 sweeps

  /**
   * Copies the options.
   *
   * @throws IllegalArgumentException if ranks, threads or nodes is not a whole number from 1 on, or
   *     jvm no flags
   */
  public SweepPoint {
    options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
    new JvmVariant(options.getOrDefault(JVM, ""));
    for (String count : List.of(RANKS, THREADS, NODES)) {
      if (options.containsKey(count)) {
        requireCount(count, options.get(count));
      }
    }
  }

  /** A point outside a ladder. */
  public SweepPoint(int index, String workload, SequencedMap<String, String> options) {
    this(index, workload, options, "");
  }

  /** Whether it is a rung of a ladder, which may be absent. */
  public boolean isRung() {
    return !rung.isEmpty();
  }

  /**
   * A short name made of the content: equal for equal options in any order, the same in every
   * sweep, on every machine. An option that is {@code false} counts as absent, and so does an empty
   * {@code jvm}.
   */
  public String id() {
    StringBuilder content = new StringBuilder(workload);
    given(Set.of(), new TreeMap<>(options))
        .forEach((name, value) -> content.append('\n').append(name).append('=').append(value));
    byte[] hash = sha256(content.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }

  /** What is run, for people, without how often and the keys of a program. */
  public String label() {
    return given(NOT_IN_LABEL, options).entrySet().stream()
        .map(Object::toString)
        .collect(Collectors.joining(" ", workload + " ", ""))
        .stripTrailing();
  }

  /** Processes, 1 unless given. */
  public int ranks() {
    return count(RANKS).orElse(1);
  }

  /** Threads per process, 1 unless given. */
  public int threads() {
    return count(THREADS).orElse(1);
  }

  /** Nodes to spread the processes over; absent, the executor decides. */
  public OptionalInt nodes() {
    return count(NODES);
  }

  /** Flags for its JVM, besides those that fit it to the machine. */
  public JvmVariant jvm() {
    return new JvmVariant(options.getOrDefault(JVM, ""));
  }

  /** How the run is spread, {@code auto} unless given. */
  public String mode() {
    return options.getOrDefault(MODE, "auto");
  }

  /** Cores in use at once: ranks x threads. */
  public long cores() {
    return (long) ranks() * threads();
  }

  /** The arguments after {@code java -jar hpc.jar}: the command and its options. */
  List<String> arguments(Set<String> omitted) {
    List<String> arguments = new ArrayList<>(List.of(workload));
    Set<String> unsaid = new HashSet<>(omitted);
    unsaid.add(JVM);
    given(unsaid, options)
        .forEach((name, value) -> arguments.add("--" + name + (isFlag(value) ? "" : "=" + value)));
    return arguments;
  }

  /** Reads a count of processes, threads or nodes. */
  static int requireCount(String option, String value) {
    if (value.matches("[0-9]{1,6}") && Integer.parseInt(value) > 0) {
      return Integer.parseInt(value);
    }
    throw new IllegalArgumentException(
        option + " \"" + value + "\": accepted: a whole number from 1 to 999999");
  }

  private OptionalInt count(String option) {
    return options.containsKey(option)
        ? OptionalInt.of(requireCount(option, options.get(option)))
        : OptionalInt.empty();
  }

  private static Map<String, String> given(Set<String> omitted, Map<String, String> options) {
    options = new LinkedHashMap<>(options);
    options.keySet().removeAll(omitted);
    options.values().removeIf("false"::equals);
    options.remove(JVM, "");
    return options;
  }

  private static boolean isFlag(String value) {
    return value.equals("true");
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
