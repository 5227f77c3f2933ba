package hpc.report;

import hpc.report.LineChart.Look;
import hpc.report.LineChart.Point;
import hpc.report.LineChart.Series;
import hpc.scaling.Interval;
import hpc.scaling.ScalingFit;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** A fit as a line with its band, as far as it may be followed. */
final class FitLines {

  /** Enough for a smooth line. */
  private static final int STEPS = 64;

  private FitLines() {}

  /**
   * The band and, upon it, the line.
   *
   * @param fit of speedups
   * @param manner whose look they have
   * @param factor what a speedup is multiplied by, on so many cores
   */
  static List<Series> of(ScalingFit fit, ModeStyle manner, DoubleUnaryOperator factor) {
    List<Point> points =
        IntStream.rangeClosed(0, STEPS)
            .mapToDouble(step -> cores(fit, step))
            .mapToObj(cores -> point(fit, cores, factor.applyAsDouble(cores)))
            .toList();
    String name = "%s: %s".formatted(manner.title(), fit.law().shortTitle());
    return List.of(
        new Series(Optional.empty(), manner.ink(), manner.marker(), Look.BAND, points),
        new Series(Optional.of(name), manner.ink(), manner.marker(), Look.DASHES, points));
  }

  /** Equal factors apart, the ends exact. */
  private static double cores(ScalingFit fit, int step) {
    double last = fit.limit();
    double first = Math.min(fit.baselineCores(), last);
    double cores = first * Math.pow(last / first, (double) step / STEPS);
    return Math.clamp(cores, first, last);
  }

  private static Point point(ScalingFit fit, double cores, double factor) {
    Interval band = fit.band(cores).times(factor);
    return new Point(cores, factor * fit.speedup(cores), band.low(), band.high(), "");
  }
}
