package hpc.scaling;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;

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
 * every sample of that size. The seed is n: the same files give the same intervals, on any number
 * of threads.
 */
final class MedianBootstrap {

  /** Fewer values have no interval. */
  static final int FEWEST = 5;

  /** The ends move by a twentieth of the width between seeds; more costs time in large sets. */
  private static final int RESAMPLES = 1999;

  private final Map<Integer, Ranks> numerators = new ConcurrentHashMap<>();
  private final Map<Integer, Ranks> denominators = new ConcurrentHashMap<>();
  private final Map<List<Integer>, Draws> ratios = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> ends = new ConcurrentHashMap<>();

  /**
   * The interval of the median.
   *
   * @param values ascending
   */
  Optional<Interval> median(List<Double> values) {
    if (values.size() < FEWEST) {
      return Optional.empty();
    }
    Ranks ranks = numerators(values.size());
    return Optional.of(
        percentiles(new WeightedValues(ranks.medians(values), ranks.counts), values.size() - 1));
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
    return Optional.of(percentiles(differentRatios(over, under), over.size() + under.size() - 2));
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
    int[] once = new int[RESAMPLES];
    Arrays.fill(once, 1);
    return Optional.of(percentiles(new WeightedValues(means, once), degreesOfFreedom));
  }

  private static void shuffle(double[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }

  /** The ratio of each resample. */
  private double[] ratios(List<Double> over, List<Double> under) {
    Ranks numerator = numerators(over.size());
    Ranks divisor = denominators(under.size());
    double[] medians = numerator.medians(over);
    double[] divisors = divisor.medians(under);
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] = medians[numerator.drawn[i]] / divisors[divisor.drawn[i]];
    }
    return ratios;
  }

  /** The different ratios of all resamples. */
  private WeightedValues differentRatios(List<Double> over, List<Double> under) {
    Ranks numerator = numerators(over.size());
    Ranks divisor = denominators(under.size());
    double[] medians = numerator.medians(over);
    double[] divisors = divisor.medians(under);
    Draws both =
        ratios.computeIfAbsent(
            List.of(over.size(), under.size()),
            sizes -> new Draws(i -> (long) numerator.drawn[i] * RESAMPLES + divisor.drawn[i]));
    double[] values = new double[both.keys.length];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          medians[(int) (both.keys[i] / RESAMPLES)] / divisors[(int) (both.keys[i] % RESAMPLES)];
    }
    return new WeightedValues(values, both.counts);
  }

  private Ranks numerators(int size) {
    return numerators.computeIfAbsent(size, n -> new Ranks(n, new Well19937c(n)));
  }

  private Ranks denominators(int size) {
    return denominators.computeIfAbsent(size, n -> new Ranks(n, new Well19937c(-n)));
  }

  private Interval percentiles(WeightedValues resampled, int degreesOfFreedom) {
    int end = ends.computeIfAbsent(degreesOfFreedom, MedianBootstrap::end);
    double low = resampled.select(end);
    return new Interval(low, resampled.select(RESAMPLES - 1 - end));
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

  /** Which things resamples drew. */
  private static final class Draws {

    /** The different ones, in the order in which they were drawn first. */
    private final long[] keys;

    /** In how many resamples each is. */
    private final int[] counts;

    /** For each resample the index of its own. */
    private final int[] drawn = new int[RESAMPLES];

    Draws(IntToLongFunction keyOf) {
      Map<Long, Integer> indices = new LinkedHashMap<>();
      int[] times = new int[RESAMPLES];
      for (int i = 0; i < RESAMPLES; i++) {
        drawn[i] = indices.computeIfAbsent(keyOf.applyAsLong(i), key -> indices.size());
        times[drawn[i]]++;
      }
      keys = indices.keySet().stream().mapToLong(key -> key).toArray();
      counts = Arrays.copyOf(times, keys.length);
    }
  }

  /** For each resample the ranks, from 0, whose mean is its median. */
  private static final class Ranks {

    private final int[] lower;
    private final int[] upper;
    private final int[] counts;
    private final int[] drawn;

    /**
     * Resampling n values is drawing n uniform numbers u and taking the values of rank floor(n u);
     * so the k-th smallest of a resample is that of the k-th smallest u, which is distributed as
     * Beta(k, n + 1 - k).
     */
    Ranks(int n, RandomGenerator random) {
      int half = n / 2;
      int middle = (n + 1) / 2;
      BetaDistribution orderStatistic = new BetaDistribution(random, middle, n + 1.0 - middle);
      long[] pairs = new long[RESAMPLES];
      for (int i = 0; i < RESAMPLES; i++) {
        double u = orderStatistic.sample();
        // with even n the other half lies above u, uniformly: this is the least of them
        int above =
            n % 2 == 1
                ? rank(u, n)
                : rank(u + (1 - u) * (1 - Math.pow(random.nextDouble(), 1.0 / half)), n);
        pairs[i] = (long) rank(u, n) * n + above;
      }
      Draws draws = new Draws(i -> pairs[i]);
      lower = Arrays.stream(draws.keys).mapToInt(pair -> (int) (pair / n)).toArray();
      upper = Arrays.stream(draws.keys).mapToInt(pair -> (int) (pair % n)).toArray();
      counts = draws.counts;
      drawn = draws.drawn;
    }

    private static int rank(double u, int n) {
      return Math.min(n - 1, (int) (n * u));
    }

    /** The different medians of all resamples. */
    double[] medians(List<Double> sorted) {
      double[] medians = new double[lower.length];
      for (int i = 0; i < medians.length; i++) {
        medians[i] = (sorted.get(lower[i]) + sorted.get(upper[i])) / 2;
      }
      return medians;
    }
  }
}
