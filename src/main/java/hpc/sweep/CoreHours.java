package hpc.sweep;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What points will cost: as much as they did when they were last done in this directory, wherever
 * that was, and otherwise no more than their time limit.
 */
final class CoreHours {

  private static final double SECONDS_PER_HOUR = 3600;
  private static final double MINUTES_PER_HOUR = 60;

  private CoreHours() {}

  static String line(List<SweepPoint> points, History history, OptionalLong minutes) {
    double measured = 0;
    long unmeasuredCores = 0;
    int unmeasured = 0;
    for (SweepPoint point : points) {
      OptionalDouble seconds = history.lastSeconds(point);
      if (seconds.isPresent()) {
        measured += point.cores() * seconds.getAsDouble() / SECONDS_PER_HOUR;
      } else {
        unmeasured++;
        unmeasuredCores += point.cores();
      }
    }
    if (unmeasured == 0) {
      return String.format(Locale.ROOT, "core-hours: about %.2f, as measured before", measured);
    }
    if (minutes.isEmpty()) {
      return unmeasured == points.size()
          ? "core-hours: unknown: nothing was measured here before (sbatch: --time bounds it)"
          : String.format(
              Locale.ROOT,
              "core-hours: about %.2f for what was measured before, unknown for %s",
              measured,
              counted(unmeasured));
    }
    double most = measured + unmeasuredCores * minutes.getAsLong() / MINUTES_PER_HOUR;
    return unmeasured == points.size()
        ? String.format(
            Locale.ROOT, "core-hours: %.2f at most, if every point takes its whole time", most)
        : String.format(
            Locale.ROOT,
            "core-hours: %.2f at most: about %.2f as measured before, the whole time for %s",
            most,
            measured,
            counted(unmeasured));
  }

  private static String counted(int points) {
    return points == 1 ? "1 point" : points + " points";
  }
}
