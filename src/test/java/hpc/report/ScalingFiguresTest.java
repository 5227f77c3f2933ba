package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.plot.Bars;
import hpc.plot.Layer;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.Series;
import hpc.plot.Series.Point;
import hpc.scaling.Aggregation;
import hpc.scaling.ProblemScaling;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScalingFiguresTest {

  private static final String ANSWER = "1857859";

  @Test
  void aSeriesPerModeWithBarsWhereThereAreRepetitions() {
    Plot speedup =
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
    Plot efficiency =
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
        layers(efficiency, Series.class)
            .filter(one -> one.name().isEmpty())
            .flatMap(one -> one.points().stream())
            .map(Point::meaning)
            .toList());
  }

  @Test
  void sharesOfTheTimeMakeAWhole() {
    Plot breakdown = figure("breakdown", Samples.run(Samples.serial(), 1, 4, ANSWER));
    assertEquals(
        List.of(
            "serial: compute 75.0 %: 0.0 to 75.0",
            "serial: exchange 12.5 %: 75.0 to 87.5",
            "serial: wait 3.1 %: 87.5 to 90.625",
            "serial: rest 9.4 %: 90.625 to 100.0"),
        layers(breakdown, Bars.class)
            .flatMap(one -> one.bars().stream())
            .map(bar -> "%s: %s to %s".formatted(bar.meaning(), bar.from(), bar.to()))
            .toList());
    Panel panel = breakdown.panels().getFirst();
    assertEquals(List.of("4.000 s"), panel.notes());
    assertEquals(
        List.of("compute", "exchange", "wait", "I/O", "rest"),
        panel.layers().stream().map(layer -> layer.name().orElseThrow()).toList());
  }

  @Test
  void legendsAndNumbersLieInsideTheDrawing() {
    Plot memory =
        figure(
            "memory",
            Samples.run(Samples.serial(), 1, 4, ANSWER),
            Samples.run(Samples.mpi(1, 4), 1, 1.25, ANSWER));
    String svg = memory.svg();
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

  private static Series series(Plot figure, String name) {
    return layers(figure, Series.class)
        .filter(one -> one.name().equals(Optional.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private static <L extends Layer> Stream<L> layers(Plot figure, Class<L> kind) {
    return figure.panels().stream()
        .flatMap(panel -> panel.layers().stream())
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  private static Plot figure(String what, RunRecord... runs) {
    ProblemScaling scaling = Aggregation.of(List.of(runs)).problems().getFirst();
    return ScalingFigures.of(scaling, "x").stream()
        .filter(figure -> figure.name().equals("x_" + what))
        .findFirst()
        .orElseThrow();
  }
}
