package hpc.scaling;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.KthSelector;

/**
 * Intervals of medians and of ratios of medians by the bootstrap.
 *
 * <p>Intervals are percentiles of the resampled medians, taken as far out as Student's quantile
 * lies instead of the normal one (T. C. Hesterberg, What teachers should know about the bootstrap,
 * The American Statistician 69(4), 2015, section 5.2): plain percentiles are too narrow for few
 * repetitions, 87 % instead of 95 % for seven. His further factor sqrt(n / (n - 1)) is left out, as
 * medians of resamples spread too far already. From five repetitions on the intervals cover. With
 * fewer none can, whatever is done: the true median lies outside of all of n values with
 * probability 2^(1 - n), 12.5 % for four.
 *
 * <p>A median depends on nothing but ranks. So which ranks resampling makes the median of n values
 * is drawn once for each n, directly from the distribution of order statistics, and applied to
 * every sample of that size. The seed is n: the same files give the same intervals.
 */
final class MedianBootstrap {

  /** Fewer values have no interval. */
  static final int FEWEST = 5;

  /** The ends move by a twentieth of the width between seeds; more costs time in large sets. */
  private static final int RESAMPLES = 1999;

  private final Map<Integer, Ranks> numerators = new HashMap<>();
  private final Map<Integer, Ranks> denominators = new HashMap<>();
  private final Map<Integer, Integer> ends = new HashMap<>();

  /**
   * The interval of the median.
   *
   * @param values ascending
   */
  Optional<Interval> median(List<Double> values) {
    if (values.size() < FEWEST) {
      return Optional.empty();
    }
    return Optional.of(percentiles(numerators(values), values.size() - 1));
  }

  /**
   * The interval of the median of {@code over} divided by that of {@code under}.
   *
   * @param over positive, ascending
   * @param under positive, ascending, independent of the other
   */
  Optional<Interval> ratio(List<Double> over, List<Double> under) {
    if (Math.min(over.size(), under.size()) < FEWEST) {
      return Optional.empty();
    }
    return Optional.of(percentiles(ratios(over, under), over.size() + under.size() - 2));
  }

  /**
   * The interval of the geometric mean of ratios of medians.
   *
   * @param ratios of independent samples
   * @return empty if there is none, or a sample has too few values
   */
  Optional<Interval> geometricMean(List<Ratio> ratios) {
    if (ratios.isEmpty() || ratios.stream().anyMatch(ratio -> ratio.fewest() < FEWEST)) {
      return Optional.empty();
    }
    RandomGenerator random = new Well19937c(ratios.size());
    double[] logarithms = new double[RESAMPLES];
    int degreesOfFreedom = 0;
    for (Ratio ratio : ratios) {
      double[] resampled = ratios(ratio.over, ratio.under);
      // samples of one size share their ranks: as they come, all would err together
      shuffle(resampled, random);
      for (int i = 0; i < RESAMPLES; i++) {
        logarithms[i] += Math.log(resampled[i]);
      }
      degreesOfFreedom += ratio.over.size() + ratio.under.size() - 2;
    }
    double[] means = Arrays.stream(logarithms).map(sum -> Math.exp(sum / ratios.size())).toArray();
    return Optional.of(percentiles(means, degreesOfFreedom));
  }

  private static void shuffle(double[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  private double[] ratios(List<Double> over, List<Double> under) {
    double[] ratios = numerators(over);
    double[] divisors =
        denominators
            .computeIfAbsent(under.size(), n -> new Ranks(n, new Well19937c(-n)))
            .medians(under);
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] /= divisors[i];
    }
    return ratios;
  }

  private double[] numerators(List<Double> values) {
    return numerators
        .computeIfAbsent(values.size(), n -> new Ranks(n, new Well19937c(n)))
        .medians(values);
  }

  private Interval percentiles(double[] resampled, int degreesOfFreedom) {
    int end = ends.computeIfAbsent(degreesOfFreedom, MedianBootstrap::end);
    // sorting all of them would be most of the work on a large set of results
    KthSelector selector = new KthSelector();
    double low = selector.select(resampled, null, end);
    return new Interval(low, selector.select(resampled, null, RESAMPLES - 1 - end));
  }

  /** How many resamples lie outside, at either end. */
  private static int end(int degreesOfFreedom) {
    double tail =
        new NormalDistribution(null, 0, 1)
            .cumulativeProbability(-ScalingFit.quantile(degreesOfFreedom));
    return Math.max(0, (int) (tail * (RESAMPLES + 1)) - 1);
  }

  /**
   * Two samples, the median of one over that of the other.
   *
   * @param over positive, ascending
   * @param under positive, ascending, independent of the other
   */
  record Ratio(List<Double> over, List<Double> under) {

    private int fewest() {
      return Math.min(over.size(), under.size());
    }
  }

  /** For each resample the ranks, from 0, whose mean is its median. */
  private static final class Ranks {

    private final int[] lower = new int[RESAMPLES];
    private final int[] upper = new int[RESAMPLES];

    /**
     * Resampling n values is drawing n uniform numbers u and taking the values of rank floor(n u);
     * so the k-th smallest of a resample is that of the k-th smallest u, which is distributed as
     * Beta(k, n + 1 - k).
     */
    Ranks(int n, RandomGenerator random) {
      int half = n / 2;
      int middle = (n + 1) / 2;
      BetaDistribution orderStatistic = new BetaDistribution(random, middle, n + 1.0 - middle);
      for (int i = 0; i < RESAMPLES; i++) {
        double u = orderStatistic.sample();
        lower[i] = rank(u, n);
        if (n % 2 == 1) {
          upper[i] = lower[i];
        } else {
          // the other half lies above u, uniformly: this is the least of them
          upper[i] = rank(u + (1 - u) * (1 - Math.pow(random.nextDouble(), 1.0 / half)), n);
        }
      }
    }

    private static int rank(double u, int n) {
      return Math.min(n - 1, (int) (n * u));
    }

    double[] medians(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
      double[] medians = new double[RESAMPLES];
      for (int i = 0; i < RESAMPLES; i++) {
        medians[i] = (sorted[lower[i]] + sorted[upper[i]]) / 2;
      }
      return medians;
    }
  }
}
