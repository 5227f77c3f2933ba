package hpc.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;

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

  /**
   * A 95 % interval of the median that takes nothing for granted about the distribution: its ends
   * are two of the measurements themselves, since how many of n lie below the median is binomial
   * (David and Nagaraja, Order Statistics, 3rd ed., 7.1). Fewer than six measurements have none.
   *
   * @param low its lower end
   * @param median of the measurements
   * @param high its upper end
   */
  record MedianInterval(double low, double median, double high) {

    private static final double MISSED_ON_EACH_SIDE = 0.025;

    /** The interval, if there are enough measurements for one. */
    static Optional<MedianInterval> of(List<Double> measured) {
      double[] sorted = measured.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int rank = rank(sorted.length);
      return rank == 0
          ? Optional.empty()
          : Optional.of(
              new MedianInterval(
                  sorted[rank - 1],
                  StatUtils.percentile(sorted, 50),
                  sorted[sorted.length - rank]));
    }

    /** Half the width of the interval, over the median. */
    double relativeHalfWidth() {
      return (high - low) / 2 / median;
    }

    /**
     * The rank from below, 1 the least, of the lower end; 0 if even the least is above too often.
     */
    private static int rank(int count) {
      BinomialDistribution below = new BinomialDistribution(null, count, 0.5);
      int rank = 0;
      while (below.cumulativeProbability(rank) <= MISSED_ON_EACH_SIDE) {
        rank++;
      }
      return rank;
    }
  }
}
