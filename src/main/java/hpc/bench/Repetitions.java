package hpc.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How often a workload is repeated: at least so often, then until the median is known well enough,
 * a budget is spent, or it has been done as often as it may.
 *
 * @param least repetitions in any case, 1 or more
 * @param most repetitions at most
 * @param precision half the 95 % interval of the median over the median that is good enough, such
 *     as 0.02
 * @param budgetSeconds time that solving may take, all repetitions together; the one that passes it
 *     is the last
 */
public record Repetitions(int least, int most, double precision, double budgetSeconds) {

  /** Good enough where nothing is said: two per cent. */
  public static final double USUAL_PRECISION = 0.02;

  /** Rejects counts, precision and budget that are out of range, as the command line calls them. */
  public Repetitions {
    if (least < 1 || most < least) {
      throw new IllegalArgumentException(
          "--repeat %s: accepted: a count from 1 on, or a range such as 6..50"
              .formatted(least == most ? Integer.toString(least) : least + ".." + most));
    }
    if (!(precision > 0 && precision < 1)) {
      throw new IllegalArgumentException(
          "--precision " + precision + ": accepted: a share above 0 and below 1, such as 2%");
    }
    if (!(budgetSeconds > 0)) {
      throw new IllegalArgumentException(
          "--budget " + budgetSeconds + ": accepted: seconds, more than 0");
    }
  }

  /** Exactly so many. */
  public static Repetitions of(int count) {
    return new Repetitions(count, count, USUAL_PRECISION, Double.POSITIVE_INFINITY);
  }

  /** Whether what is measured decides how many there are. */
  public boolean depend() {
    return least < most;
  }

  /**
   * Why to stop, if it is time.
   *
   * @param seconds what each repetition so far took
   */
  Optional<String> reasonToStop(List<Double> seconds) {
    if (seconds.size() < least) {
      return Optional.empty();
    }
    Optional<MedianInterval> interval = MedianInterval.of(seconds);
    double reached = interval.map(MedianInterval::relativeHalfWidth).orElse(Double.NaN);
    if (reached <= precision) {
      return Optional.of("the median is known to %s".formatted(percent(reached)));
    }
    String sofar =
        Double.isNaN(reached) ? "" : "; the median is known to %s".formatted(percent(reached));
    if (seconds.stream().mapToDouble(Double::doubleValue).sum() >= budgetSeconds) {
      return Optional.of("the budget is spent" + sofar);
    }
    return seconds.size() >= most ? Optional.of("as often as allowed" + sofar) : Optional.empty();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2g %%", 100 * share);
  }
}
