package hpc.bench;

import hpc.launch.ControlGroup;
import hpc.launch.EnergyZones;
import hpc.launch.Machine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/**
 * Looks at the node beside the program: energy, memory of the control group, and whatever makes a
 * repetition longer without being the program's own doing. Reads only what the kernel offers to
 * everybody, some milliseconds before and after a repetition, never during one.
 */
final class NodeMeter {

  /** Shares of the time of a repetition from which on they are worth a word. */
  private static final double GC_LIMIT = 0.05;

  private static final double STEAL_LIMIT = 0.01;
  private static final double DELAY_LIMIT = 0.05;

  /** Shorter waits are those of any process; a repetition may be shorter than one. */
  private static final double LEAST_DELAY_SECONDS = 0.002;

  /** A core that needs a tenth more for the same arithmetic has another clock, or a guest. */
  private static final double DRIFT_LIMIT = 1.10;

  private static final long FAULT_LIMIT = 10;

  /** What HotSpot calls its own threads. */
  private static final Pattern SERVANT = Pattern.compile("C[12] |GC |G1 |VM ");

  /** Fields of /proc/self/stat after the name in brackets, from 0; see proc(5). */
  private static final int MAJOR_FAULTS = 9;

  /** Of the line cpu in /proc/stat, from 0 after the word. */
  private static final int STEAL = 7;

  private static final int LAST_THAT_COUNTS = 7; // guest time stands in user time already

  private final Path root;
  private final DoubleSupplier calibration;
  private final EnergyZones energy;
  private final Map<Integer, Integer> coresByCpu;
  private double fastest = Double.POSITIVE_INFINITY;

  /**
   * A meter.
   *
   * @param root the directory in which {@code proc} and {@code sys} stand
   * @param calibration times the fixed arithmetic, in seconds
   */
  NodeMeter(Path root, DoubleSupplier calibration) {
    this.root = root;
    this.calibration = calibration;
    this.energy = EnergyZones.of(root);
    this.coresByCpu = Machine.coresByCpu(root);
  }

  /** How things stand before a repetition. */
  record Before(double calibrationSeconds, Counters counters) {}

  /** Looks before a repetition. */
  Before before() {
    return new Before(calibrate(), counters());
  }

  /**
   * Looks after a repetition.
   *
   * @param host what the node is called
   * @param before what was seen before it
   * @param figures what the rank itself has measured
   * @param threads that this rank kept busy
   */
  RankReading after(String host, Before before, Map<Measure, Double> figures, int threads) {
    Counters now = counters();
    double slower = Math.max(before.calibrationSeconds, calibrate());
    Counters then = before.counters;
    double wallSeconds = figures.get(Measure.WALL);
    List<String> words = new ArrayList<>();
    addIf(slower > DRIFT_LIMIT * fastest, "drift", words);
    addIf(figures.get(Measure.GC) > GC_LIMIT * wallSeconds, "gc", words);
    addIf(now.stealShareSince(then) > STEAL_LIMIT, "steal", words);
    double delay = (now.runDelayNanos - then.runDelayNanos) * 1e-9;
    addIf(
        delay > Math.max(LEAST_DELAY_SECONDS, DELAY_LIMIT * wallSeconds * threads),
        "preempted",
        words);
    addIf(now.throttles > then.throttles, "throttled", words);
    addIf(now.majorFaults - then.majorFaults > FAULT_LIMIT, "paging", words);
    Map<Measure, Double> all = new EnumMap<>(figures);
    all.put(Measure.ENERGY, now.joulesSince(then));
    all.put(Measure.CALIBRATION, slower);
    cgroupPeak().ifPresent(bytes -> all.put(Measure.CGROUP_PEAK, (double) bytes));
    return new RankReading(host, new Measures(all), List.copyOf(words), coresByCpu);
  }

  private static void addIf(boolean seen, String word, List<String> words) {
    if (seen) {
      words.add(word);
    }
  }

  private double calibrate() {
    double seconds = calibration.getAsDouble();
    fastest = Math.min(fastest, seconds);
    return seconds;
  }

  private OptionalLong cgroupPeak() {
    return ControlGroup.of(root, "memory")
        .map(ControlGroup::memoryPeak)
        .orElse(OptionalLong.empty());
  }

  private Counters counters() {
    long[] cpu = numbers(after(firstLine(root.resolve("proc/stat")), "cpu "));
    long all = 0;
    for (int i = 0; i < Math.min(cpu.length, LAST_THAT_COUNTS + 1); i++) {
      all += cpu[i];
    }
    return new Counters(
        cpu.length > STEAL ? cpu[STEAL] : 0, all, runDelay(), throttles(), majorFaults(), joules());
  }

  /**
   * Second figure of schedstat of the threads that solve; those of compiler and collector wait for
   * them in any case. Threads that have ended are forgotten.
   */
  private long runDelay() {
    long nanos = 0;
    for (Path thread : entries(root.resolve("proc/self/task"), "[0-9]*")) {
      if (SERVANT.matcher(firstLine(thread.resolve("comm"))).lookingAt()) {
        continue;
      }
      long[] figures = numbers(firstLine(thread.resolve("schedstat")));
      nanos += figures.length > 1 ? figures[1] : 0;
    }
    return nanos;
  }

  private long throttles() {
    Optional<ControlGroup> group = ControlGroup.of(root, "cpu");
    long count = group.map(ControlGroup::throttledPeriods).orElse(0L);
    for (Path cpu : entries(root.resolve("sys/devices/system/cpu"), "cpu[0-9]*")) {
      long[] figures = numbers(firstLine(cpu.resolve("thermal_throttle/core_throttle_count")));
      count += figures.length > 0 ? figures[0] : 0;
    }
    return count;
  }

  private long majorFaults() {
    String stat = firstLine(root.resolve("proc/self/stat"));
    // the name may hold blanks and brackets of its own; one letter for the state follows it
    long[] figures = numbers(stat.substring(Math.min(stat.length(), stat.lastIndexOf(')') + 3)));
    return figures.length > MAJOR_FAULTS - 1 ? figures[MAJOR_FAULTS - 1] : 0;
  }

  private List<EnergyCounter> joules() {
    List<EnergyCounter> counters = new ArrayList<>();
    for (Path zone : energy.readable()) {
      long[] now = numbers(firstLine(zone.resolve("energy_uj")));
      long[] range = numbers(firstLine(zone.resolve("max_energy_range_uj")));
      if (now.length == 1 && range.length == 1) {
        counters.add(new EnergyCounter(now[0], range[0]));
      }
    }
    return counters;
  }

  private static String after(String line, String word) {
    return line.startsWith(word) ? line.substring(word.length()) : "";
  }

  /** The numbers that a line begins with; none if it begins with something else. */
  private static long[] numbers(String line) {
    StringTokenizer words = new StringTokenizer(line);
    long[] numbers = new long[words.countTokens()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = Long.parseLong(words.nextToken());
      } catch (NumberFormatException e) {
        return Arrays.copyOf(numbers, i);
      }
    }
    return numbers;
  }

  private static String firstLine(Path file) {
    try (var lines = Files.newBufferedReader(file)) {
      String line = lines.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      return ""; // what the kernel does not offer, or a thread that has just ended
    }
  }

  private static List<Path> entries(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
      entries.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    return found;
  }

  /**
   * Counters that only grow, as they stood at one moment.
   *
   * @param stealTicks time that the host of this virtual machine gave to others
   * @param allTicks time of all processors, idle or not
   * @param runDelayNanos time that threads of this process waited for a processor, summed
   * @param throttles times that a quota or the heat slowed a processor down
   * @param majorFaults pages that this process had to wait for
   * @param energy microjoules of each processor, each counted from 0 to its range and again from 0
   */
  private record Counters(
      long stealTicks,
      long allTicks,
      long runDelayNanos,
      long throttles,
      long majorFaults,
      List<EnergyCounter> energy) {

    /** Share of the processors' time that was given to others. */
    double stealShareSince(Counters before) {
      long ticks = allTicks - before.allTicks;
      return ticks > 0 ? (double) (stealTicks - before.stealTicks) / ticks : 0;
    }

    /** Joules taken by all processors; not a number if there is no counter that can be read. */
    double joulesSince(Counters before) {
      if (energy.isEmpty() || energy.size() != before.energy.size()) {
        return Double.NaN;
      }
      double joules = 0;
      for (int i = 0; i < energy.size(); i++) {
        joules += energy.get(i).since(before.energy.get(i)) * 1e-6;
      }
      return joules;
    }
  }

  /**
   * A counter of energy.
   *
   * @param microjoules where it stands
   * @param range the value at which it starts again from 0
   */
  private record EnergyCounter(long microjoules, long range) {

    private long since(EnergyCounter before) {
      long taken = microjoules - before.microjoules;
      return taken < 0 ? taken + range : taken;
    }
  }
}
