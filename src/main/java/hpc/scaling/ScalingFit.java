package hpc.scaling;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A law fitted to speedups. It says nothing beyond twice the largest number of cores measured.
 *
 * @param law the law
 * @param parameters in the order of the law
 * @param covariance of the parameters, row by row
 * @param degreesOfFreedom points less parameters, at least 1
 * @param aicc Akaike's information criterion corrected for few points, less is better; empty with
 *     too few points
 * @param baselineCores cores on which the speedup is 1
 * @param largestMeasured the most cores measured
 */
public record ScalingFit(
    ScalingLaw law,
    List<Parameter> parameters,
    List<List<Double>> covariance,
    int degreesOfFreedom,
    OptionalDouble aicc,
    int baselineCores,
    int largestMeasured) {

  /** Halvings of an interval of cores until it is narrower than any figure shows. */
  private static final int HALVINGS = 60;

  /** Copies the lists. */
  public ScalingFit {
    parameters = List.copyOf(parameters);
    covariance = covariance.stream().map(List::copyOf).toList();
  }

  /** As far as the fit may be followed, in cores. */
  public int limit() {
    return Math.toIntExact(Math.min(2L * largestMeasured, Integer.MAX_VALUE));
  }

  /**
   * The speedup against the baseline.
   *
   * @param cores from 1 to {@link #limit}
   * @throws IllegalArgumentException if it is not
   */
  public double speedup(double cores) {
    requireWithin(cores);
    return law.speedup(cores, values());
  }

  /** The efficiency against the baseline; the same limits hold. */
  public double efficiency(double cores) {
    return speedup(cores) * baselineCores / cores;
  }

  /** The interval of the mean speedup on {@code cores} (delta method); the same limits hold. */
  public Interval band(double cores) {
    double middle = speedup(cores);
    double[] gradient = law.gradient(cores, values());
    double variance = 0;
    for (int i = 0; i < gradient.length; i++) {
      for (int j = 0; j < gradient.length; j++) {
        variance += gradient[i] * covariance.get(i).get(j) * gradient[j];
      }
    }
    double half = quantile(degreesOfFreedom) * Math.sqrt(Math.max(0, variance));
    return new Interval(Math.max(0, middle - half), middle + half);
  }

  /**
   * The cores on which the efficiency falls below {@code threshold}; empty if it is below from the
   * first core on, or not within {@link #limit}. Every law falls steadily.
   */
  public OptionalDouble crossing(double threshold) {
    double above = 1;
    double below = limit();
    if (efficiency(above) < threshold || efficiency(below) >= threshold) {
      return OptionalDouble.empty();
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (above + below) / 2;
      if (efficiency(middle) >= threshold) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return OptionalDouble.of(above);
  }

  /** The parameter called {@code name}. */
  public Parameter parameter(String name) {
    return parameters.get(law.parameterNames().indexOf(name));
  }

  /** How many standard errors half an interval is wide, by Student's distribution. */
  static double quantile(int degreesOfFreedom) {
    // null: nothing is drawn from the distribution
    return new TDistribution(null, degreesOfFreedom)
        .inverseCumulativeProbability((1 + Interval.CONFIDENCE) / 2);
  }

  private double[] values() {
    return parameters.stream().mapToDouble(Parameter::value).toArray();
  }

  private void requireWithin(double cores) {
    if (!(1 <= cores && cores <= limit())) {
      throw new IllegalArgumentException(
          "%s on %s cores: accepted: from 1 to %s, twice the largest measurement"
              .formatted(law.title(), cores, limit()));
    }
  }

  /**
   * A parameter of a law.
   *
   * @param name as in {@link ScalingLaw#parameterNames}
   * @param value the best one that is possible: fractions lie in [0, 1], none is negative
   * @param interval within the same bounds
   */
  public record Parameter(String name, double value, Interval interval) {}
}
