package hpc.profile;

import hpc.profile.Profile.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines above a table of a profile: what ran, and where the figures come from. */
final class ProfileHeader {

  private static final double NANOS = 1e-9;

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
              : "%s (%d of %d ranks)".formatted(first.command(), runs.size(), first.ranks()));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "CPU time by %d samples (%d of them lost and placed by their neighbours): %.3f s in the"
                + " program, %.3f s in profiling, %.3f s not placed",
            profile.samples(),
            profile.lostSamples(),
            profile.programNanos() * NANOS,
            profile.profilerNanos() * NANOS,
            profile.unknownNanos() * NANOS));
    if (!runs.isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "CPU time by the system's clock: %.3f s, the JVM's own threads (compiler, collector)"
                  + " included; elapsed %.3f s",
              runs.stream().mapToLong(Run::cpuNanos).sum() * NANOS,
              runs.stream().mapToLong(Run::wallNanos).max().orElse(0) * NANOS));
    }
    if (runs.stream().anyMatch(run -> run.counting() != Counting.NOTHING)) {
      lines.add(slowDown(profile));
    }
    return lines;
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
