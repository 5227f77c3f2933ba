package hpc.profile;

import hpc.profile.Profile.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines above a table of a profile: what ran, and where the figures come from. */
final class ProfileHeader {

  /** What every page of a profile says near its beginning. */
  static final String MARK = "CPU time of the program's threads by their clocks: ";

  private static final double NANOS = 1e-9;
  private static final double HUNDRED = 100;

  private ProfileHeader() {}

  /** What ran and how its time was seen. */
  static List<String> lines(Profile profile) {
    List<String> lines = new ArrayList<>();
    List<Run> runs = profile.runs();
    if (!runs.isEmpty()) {
      Run first = runs.getFirst();
      lines.add(
          first.ranks() == 1
              ? first.command()
              : "%s (%s of %s ranks)".formatted(first.command(), runs.size(), first.ranks()));
    }
    lines.addAll(times(profile));
    if (runs.stream().anyMatch(run -> run.counting() != Counting.NOTHING)) {
      lines.add(slowDown(profile));
    }
    return lines;
  }

  /** What samples have found of what clocks have counted, and what else the process did. */
  private static List<String> times(Profile profile) {
    long sampled = profile.programNanos();
    long process = profile.runs().stream().mapToLong(Run::cpuNanos).sum();
    long others = process - profile.clockNanos() - profile.profilerNanos();
    return List.of(
        String.format(
            Locale.ROOT,
            MARK + "%.3f s; by %d samples: %.3f s (%.1f %%)",
            profile.clockNanos() * NANOS,
            profile.samples(),
            sampled * NANOS,
            HUNDRED * sampled / Math.max(1, profile.clockNanos())),
        String.format(
            Locale.ROOT,
            "of the samples %d were lost and are placed by their neighbours; %.3f s more have no place",
            profile.lostSamples(),
            profile.unknownNanos() * NANOS),
        String.format(
            Locale.ROOT,
            "CPU time of the process: %.3f s: program %.3f s, profiling %.3f s, compilers, collector and"
                + " recorder %.3f s",
            process * NANOS,
            profile.clockNanos() * NANOS,
            profile.profilerNanos() * NANOS,
            // the clock of the process advances by a hundredth of a second
            Math.max(0, others) * NANOS),
        String.format(
            Locale.ROOT,
            "elapsed: %.3f s",
            profile.runs().stream().mapToLong(Run::wallNanos).max().orElse(0) * NANOS));
  }

  private static String slowDown(Profile profile) {
    long reference = profile.runs().stream().mapToLong(Run::referenceNanos).max().orElse(0);
    long counted = profile.solveNanos();
    return reference == 0 || counted == 0
        ? "slow-down by counting: not measured"
        : String.format(
            Locale.ROOT,
            "slow-down by counting: %.2f (a solve took %.4g s, without counters %.4g s)",
            (double) counted / reference,
            counted * NANOS,
            reference * NANOS);
  }
}
