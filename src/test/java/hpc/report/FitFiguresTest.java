package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.plot.Series;
import hpc.plot.Series.Look;
import hpc.plot.Series.Point;
import hpc.scaling.Interval;
import hpc.scaling.ScalingFit;
import hpc.scaling.ScalingFit.Parameter;
import hpc.scaling.ScalingLaw;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FitFiguresTest {

  /** Amdahl's law with a serial tenth: 1 / (0.1 + 0.9 / 16) = 6.4 on 16 cores. */
  private static final ScalingFit TENTH =
      new ScalingFit(
          ScalingLaw.AMDAHL,
          List.of(
              new Parameter("lambda", 1, new Interval(1, 1)),
              new Parameter("f", 0.1, new Interval(0.05, 0.15))),
          List.of(List.of(0.0, 0.0), List.of(0.0, 1e-4)),
          5,
          OptionalDouble.empty(),
          1,
          8);

  @Test
  void aFitIsDrawnToTwiceTheLargestMeasurementWithinItsBand() {
    List<Series> series = fit(cores -> 1);
    assertEquals(List.of(Look.BAND, Look.DASHES), series.stream().map(Series::look).toList());
    List<Point> points = series.getLast().points();
    assertEquals(1, points.getFirst().x());
    assertEquals(1, points.getFirst().y(), 1e-12);
    assertEquals(16, points.getLast().x());
    assertEquals(6.4, points.getLast().y(), 1e-12);
    assertTrue(
        points.stream().allMatch(point -> point.low() <= point.y() && point.y() <= point.high()));
    assertTrue(points.getLast().low() < 6 && points.getLast().high() > 7, "a band");
    assertEquals("mpi: Amdahl", series.getLast().name().orElseThrow());
  }

  @Test
  void efficiencyIsTheSpeedupTimesAFactor() {
    Series line = fit(cores -> 100 / cores).getLast();
    assertEquals(40, line.points().getLast().y(), 1e-12);
  }

  private static List<Series> fit(DoubleUnaryOperator factor) {
    return ScalingFigures.fit(Optional.of(TENTH), ModeStyle.MPI, factor).toList();
  }
}
