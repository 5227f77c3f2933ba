package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.plot.Plot;
import hpc.plot.Series;
import hpc.plot.Series.Point;
import hpc.scaling.Aggregation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SizeFiguresTest {

  @Test
  void fewestAndMostCoresOfEachModeOverTheSize() {
    List<RunRecord> runs =
        Stream.of(1_000_000L, 2_000_000L)
            .flatMap(
                size -> Stream.of(1, 2, 4).map(threads -> run(size, threads, size / 1e6 / threads)))
            .toList();
    List<Plot> figures = SizeFigures.of(Aggregation.of(runs).problems());
    assertEquals(
        List.of("sieve_segmented_scalar_sizes_time", "sieve_segmented_scalar_sizes_rate"),
        figures.stream().map(Plot::name).toList());
    assertEquals(
        List.of(
            List.of(
                new Point(1e6, 1, "forkjoin 1, size 1000000: 1.000"),
                new Point(2e6, 2, "forkjoin 1, size 2000000: 2.000")),
            List.of(
                new Point(1e6, 0.25, "forkjoin 4, size 1000000: 0.2500"),
                new Point(2e6, 0.5, "forkjoin 4, size 2000000: 0.5000"))),
        figures.getFirst().panels().getFirst().layers().stream()
            .map(layer -> ((Series) layer).points())
            .toList());
  }

  @Test
  void oneSizeIsNoFigure() {
    List<RunRecord> runs = List.of(run(1_000_000, 1, 1), run(1_000_000, 2, 1));
    assertEquals(List.of(), SizeFigures.of(Aggregation.of(runs).problems()));
  }

  private static RunRecord run(long size, int threads, double wallSeconds) {
    RunRecord sample =
        Samples.run(new Placement(Mode.FORKJOIN, 1, 1, threads), 1, wallSeconds, "1");
    return new RunRecord(
        sample.origin(),
        sample.started(),
        1,
        sample.status(),
        1,
        Samples.sieve(size),
        sample.placement(),
        sample.measures(),
        sample.outcome(),
        sample.conditions());
  }
}
