package hpc.scaling;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.util.Pair;

/**
 * Fits laws to speedups by weighted least squares (Levenberg and Marquardt, as in MINPACK's lmder).
 *
 * <p>Intervals of the parameters come from the fit without bounds: estimate plus or minus Student's
 * quantile times the root of the diagonal of (J'J)^-1 RSS / dof (G. A. F. Seber, C. J. Wild,
 * Nonlinear Regression, Wiley 1989, section 5.1), cut at the bounds. They keep their coverage where
 * the true value is at a bound. Where the estimate itself breaks a bound, the best fit on the
 * bounds takes its place.
 */
final class LawFitter {

  private static final int ITERATIONS = 1000;
  private static final double SINGULAR = 1e-30;

  /** Squared relative error below which a fit is perfect: no clock tells more. */
  private static final double PERFECT = 1e-18;

  private static final Comparator<ScalingFit> BEST_FIRST =
      comparing((ScalingFit fit) -> fit.aicc().isEmpty())
          .thenComparingDouble(fit -> fit.aicc().orElse(0))
          .thenComparing(comparingDouble(fit -> fit.parameters().size()));

  private final double[] cores;
  private final double[] speedups;
  private final double[] deviations;
  private final int baselineCores;

  /**
   * A fitter to some points.
   *
   * @param cores of each point, ascending and different
   * @param speedups of each point, positive
   * @param deviations standard deviations of the speedups, up to a common factor
   * @param baselineCores on which the speedup is 1
   */
  LawFitter(double[] cores, double[] speedups, double[] deviations, int baselineCores) {
    this.cores = cores.clone();
    this.speedups = speedups.clone();
    this.deviations = deviations.clone();
    this.baselineCores = baselineCores;
  }

  /** The fits of those laws for which there are enough points, the best first. */
  List<ScalingFit> fits(ScalingLaw... laws) {
    return Stream.of(laws).map(this::fit).flatMap(Optional::stream).sorted(BEST_FIRST).toList();
  }

  /** The fit of {@code law}; empty with no more points than parameters, or if none is found. */
  Optional<ScalingFit> fit(ScalingLaw law) {
    int size = law.parameterNames().size();
    int degreesOfFreedom = cores.length - size;
    if (degreesOfFreedom < 1) {
      return Optional.empty();
    }
    double[] start = new double[size];
    start[0] = speedups[0] / cores[0];
    try {
      Candidate free = minimum(law, start, IntStream.range(0, size).toArray());
      Candidate best = isPossible(law, free.values) ? free : bestOnBounds(law, start);
      RealMatrix covariance =
          free.optimum.getCovariances(SINGULAR).scalarMultiply(free.squares() / degreesOfFreedom);
      return Optional.of(
          new ScalingFit(
              law,
              parameters(law, best.values, free.values, covariance, degreesOfFreedom),
              Stream.of(covariance.getData()).map(LawFitter::list).toList(),
              degreesOfFreedom,
              aicc(best.squares(), size),
              baselineCores,
              (int) cores[cores.length - 1]));
    } catch (MathIllegalStateException | MathIllegalArgumentException e) {
      return Optional.empty(); // did not converge, or these points do not tell the parameters apart
    }
  }

  /** The least squares with any of the bounded parameters at a bound. */
  private Candidate bestOnBounds(ScalingLaw law, double[] start) {
    return starts(law, start.clone(), 1)
        .skip(1) // with all left free: found impossible before
        .map(fixed -> minimum(law, withoutNaN(fixed), free(fixed)))
        .filter(candidate -> isPossible(law, candidate.values))
        .min(comparingDouble(Candidate::squares))
        .orElseThrow(() -> new MathIllegalStateException());
  }

  /** All ways to fix parameters from {@code index} on at bounds; those left free are NaN. */
  private static Stream<double[]> starts(ScalingLaw law, double[] fixed, int index) {
    if (index == fixed.length) {
      return Stream.of(fixed);
    }
    return Stream.of(Double.NaN, 0.0, law.bound(index))
        .filter(value -> !Double.isInfinite(value))
        .flatMap(value -> {
          double[] next = fixed.clone();
          next[index] = value;
          return starts(law, next, index + 1);
        });
  }

  private static double[] withoutNaN(double[] fixed) {
    return Arrays.stream(fixed).map(value -> Double.isNaN(value) ? 0 : value).toArray();
  }

  private static int[] free(double[] fixed) {
    return IntStream.range(0, fixed.length).filter(i -> i == 0 || Double.isNaN(fixed[i])).toArray();
  }

  /** The least squares over the parameters {@code free}; the others stay as in {@code start}. */
  private Candidate minimum(ScalingLaw law, double[] start, int[] free) {
    Optimum optimum =
        new LevenbergMarquardtOptimizer()
            .optimize(
                new LeastSquaresBuilder()
                    .start(IntStream.of(free).mapToDouble(i -> start[i]).toArray())
                    .target(scaled(speedups))
                    .model(point -> {
                      double[] values = merge(start, free, point.toArray());
                      return new Pair<>(
                          new ArrayRealVector(
                              scaled(
                                  Arrays.stream(cores).map(p -> law.speedup(p, values)).toArray()),
                              false),
                          jacobian(law, values, free));
                    })
                    .maxEvaluations(ITERATIONS)
                    .maxIterations(ITERATIONS)
                    .build());
    return new Candidate(merge(start, free, optimum.getPoint().toArray()), optimum);
  }

  private RealMatrix jacobian(ScalingLaw law, double[] values, int[] free) {
    RealMatrix jacobian = new Array2DRowRealMatrix(cores.length, free.length);
    for (int row = 0; row < cores.length; row++) {
      double[] gradient = law.gradient(cores[row], values);
      for (int column = 0; column < free.length; column++) {
        jacobian.setEntry(row, column, gradient[free[column]] / deviations[row]);
      }
    }
    return jacobian;
  }

  private double[] scaled(double[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i] / deviations[i]).toArray();
  }

  private static double[] merge(double[] start, int[] free, double[] point) {
    double[] values = start.clone();
    for (int i = 0; i < free.length; i++) {
      values[free[i]] = point[i];
    }
    return values;
  }

  private static boolean isPossible(ScalingLaw law, double[] values) {
    return IntStream.range(0, values.length)
        .allMatch(i -> 0 <= values[i] && values[i] <= law.bound(i));
  }

  private static List<ScalingFit.Parameter> parameters(
      ScalingLaw law, double[] values, double[] free, RealMatrix covariance, int dof) {
    List<ScalingFit.Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      double half = ScalingFit.quantile(dof) * Math.sqrt(Math.max(0, covariance.getEntry(i, i)));
      // a bound may have moved the value out of the interval of the free fit
      double low = Math.clamp(free[i] - half, 0, values[i]);
      double high = Math.clamp(free[i] + half, values[i], law.bound(i));
      parameters.add(
          new ScalingFit.Parameter(
              law.parameterNames().get(i), values[i], new Interval(low, high)));
    }
    return parameters;
  }

  /** Counts the variance as a parameter: K. P. Burnham, D. R. Anderson, Springer 2002, p. 66. */
  private OptionalDouble aicc(double squares, int size) {
    int n = cores.length;
    int k = size + 1;
    if (n <= k + 1) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        n * Math.log(Math.max(squares / n, PERFECT)) + 2.0 * k + 2.0 * k * (k + 1) / (n - k - 1));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** Parameters and what least squares found them. */
  private static final class Candidate {

    private final double[] values;
    private final Optimum optimum;

    Candidate(double[] values, Optimum optimum) {
      this.values = values;
      this.optimum = optimum;
    }

    double squares() {
      return optimum.getCost() * optimum.getCost();
    }
  }
}
