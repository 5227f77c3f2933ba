package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.report.LineChart.Point;
import hpc.report.LineChart.Series;
import hpc.scaling.Aggregation;
import hpc.scaling.ProblemScaling;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ScalingFiguresTest {

  private static final String ANSWER = "1857859";

  @Test
  void aSeriesPerModeWithBarsWhereThereAreRepetitions() {
    Figure speedup =
        figure(
            "speedup",
            Samples.run(Samples.serial(), 1, 4, ANSWER),
            Samples.run(Samples.forkjoin(2), 1, 2, ANSWER),
            Samples.run(Samples.forkjoin(2), 2, 2.5, ANSWER),
            Samples.run(Samples.forkjoin(2), 3, 4, ANSWER));
    Series forkjoin = series(speedup, "forkjoin");
    assertEquals(List.of(new Point(2, 1.6, 1, 2, "forkjoin 2: 1.60")), forkjoin.points());
    assertEquals(
        List.of(new Point(1, 1, 1, 1, "serial: 1.00")), series(speedup, "serial").points());
    assertEquals(
        List.of(1.0, 2.0), series(speedup, "ideal").points().stream().map(Point::y).toList());
  }

  @Test
  void ofSeveralPlacementsOnAsManyCoresTheLineTakesTheFastest() {
    Figure efficiency =
        figure(
            "efficiency",
            Samples.run(Samples.serial(), 1, 4, ANSWER),
            Samples.run(Samples.mpi(1, 4), 1, 1.25, ANSWER),
            Samples.run(Samples.mpi(2, 4), 1, 2, ANSWER));
    assertEquals(
        List.of("mpi 4: 80.0 %"),
        series(efficiency, "mpi").points().stream().map(Point::meaning).toList());
    assertEquals(
        List.of("mpi 4: 50.0 %"),
        ((LineChart) efficiency.drawing())
            .series().stream()
                .filter(one -> one.name().isEmpty())
                .flatMap(one -> one.points().stream())
                .map(Point::meaning)
                .toList());
  }

  @Test
  void sharesOfTheTimeMakeAWhole() {
    Figure breakdown = figure("breakdown", Samples.run(Samples.serial(), 1, 4, ANSWER));
    StackChart.Row row = ((StackChart) breakdown.drawing()).rows().getFirst();
    assertEquals(List.of(0.75, 0.125, 0.03125, 0.0, 0.09375), row.shares());
    assertEquals("4.000 s", row.note());
  }

  @Test
  void legendsAndNumbersLieInsideTheDrawing() {
    Figure memory =
        figure(
            "memory",
            Samples.run(Samples.serial(), 1, 4, ANSWER),
            Samples.run(Samples.mpi(1, 4), 1, 1.25, ANSWER));
    String svg = SvgCanvas.file(memory);
    assertTrue(svg.contains(">peak resident memory, MiB</text>"), svg);
    List<Double> outside =
        Pattern.compile("(?:x|y)=\"(-?[0-9.]+)\"")
            .matcher(svg)
            .results()
            .map(match -> Double.valueOf(match.group(1)))
            .filter(at -> at < 0 || at > 520)
            .toList();
    assertEquals(List.of(), outside);
  }

  private static Series series(Figure figure, String name) {
    return ((LineChart) figure.drawing())
        .series().stream()
            .filter(one -> one.name().equals(Optional.of(name)))
            .findFirst()
            .orElseThrow();
  }

  private static Figure figure(String what, RunRecord... runs) {
    ProblemScaling scaling = Aggregation.of(List.of(runs)).problems().getFirst();
    return ScalingFigures.of(scaling, "x").stream()
        .filter(figure -> figure.name().equals("x_" + what))
        .findFirst()
        .orElseThrow();
  }
}
