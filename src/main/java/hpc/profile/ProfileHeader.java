package hpc.profile;

import hpc.profile.Profile.Run;
import hpc.profile.ProfileView.Counting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines above a table of a profile: what ran, and where the figures come from. */
final class ProfileHeader {

  /** What every page of a profile says near its beginning. */
  static final String MARK = "CPU time of the program's threads by their clocks: ";

  private static final double HUNDRED = 100;

  private ProfileHeader() {}

  /** What ran and how its time was measured, in lines that end. */
  static String of(Profile profile) {
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
    return String.join("\n", lines) + "\n";
  }

  /** What samples have found of what clocks have counted, and what else the process did. */
  private static List<String> times(Profile profile) {
    long sampled = profile.programNanos();
    long process = profile.runs().stream().mapToLong(Run::cpuNanos).sum();
    // the clock of the process advances by a hundredth of a second
    long others = Math.max(0, process - profile.clockNanos() - profile.profilerNanos());
    return List.of(
        String.format(
            Locale.ROOT,
            MARK + "%s s; by %d samples: %s s (%.1f %%)",
            seconds(profile.clockNanos()),
            profile.samples(),
            seconds(sampled),
            HUNDRED * sampled / Math.max(1, profile.clockNanos())),
        "%s samples were lost; their time was assigned to the nearest sample; %s s could not be assigned"
            .formatted(profile.lostSamples(), seconds(profile.unknownNanos())),
        "CPU time of the process: %s s: program %s s, profiling %s s, compilers, collector and recorder %s s"
            .formatted(
                seconds(process),
                seconds(profile.clockNanos()),
                seconds(profile.profilerNanos()),
                seconds(others)),
        "elapsed: %s s"
            .formatted(seconds(profile.runs().stream().mapToLong(Run::wallNanos).max().orElse(0))));
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
            Unit.SECONDS.of(counted),
            Unit.SECONDS.of(reference));
  }

  private static String seconds(long nanos) {
    return Unit.SECONDS.text(nanos, 3);
  }
}
