package hpc.bench;

import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * A 95 % interval of the median that takes nothing for granted about the distribution: its ends are
 * two of the measurements themselves, since how many of n lie below the median is binomial (David
 * and Nagaraja, Order Statistics, 3rd ed., 7.1). Fewer than six measurements have none.
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
            new MedianInterval(sorted[rank - 1], median(sorted), sorted[sorted.length - rank]));
  }

  /** Half the width of the interval, over the median. */
  double relativeHalfWidth() {
    return (high - low) / 2 / median;
  }

  /** The middle of sorted numbers, of which there is at least one. */
  static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The rank from below, 1 the least, of the lower end; 0 if even the least is above too often. */
  private static int rank(int count) {
    BinomialDistribution below = new BinomialDistribution(null, count, 0.5);
    int rank = 0;
    while (below.cumulativeProbability(rank) <= MISSED_ON_EACH_SIDE) {
      rank++;
    }
    return rank;
  }
}
