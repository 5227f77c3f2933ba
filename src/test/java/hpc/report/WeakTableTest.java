package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.plot.Plot;
import hpc.plot.Series;
import hpc.plot.Series.Look;
import hpc.scaling.Aggregation;
import hpc.scaling.Recommendation.Criteria;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeakTableTest {

  private static final long WORK = 1_000_000;

  @Test
  void theTerminalShowsABlockForEachSet() {
    List<RunRecord> runs = new ArrayList<>(runs(1, Samples.serial(), 10));
    runs.addAll(runs(2, Samples.forkjoin(2), 12.5));
    String text = Section.text(ScalingTable.sections(Aggregation.of(runs), new Criteria(0.75, "")));
    assertTrue(
        text.endsWith(
            """

            sieve segmented scalar kernel, weak scaling, forkjoin: 1000000 numbers a core
            cores  nodes  ranks  threads     size  runs  wall s  efficiency     95 % interval  scaled speedup
                1      1      1        1  1000000     5   10.00     100.0 %  100.0 to 100.0 %            1.00
                2      1      1        2  2000000     5   12.50      80.0 %    77.6 to 82.4 %            1.60
            forkjoin: 2 times the work on 2 cores takes 1.25 times the time that it takes on 1 core: efficiency
                80.0 % (77.6 to 82.4 %).
            """),
        text);
  }

  @Test
  void aFitIsToldWithItsInterval() {
    Aggregation aggregation = Aggregation.of(scaled());
    assertEquals(1, aggregation.weak().size());
    String sentence = WeakTable.sentence(aggregation.weak().getFirst());
    assertTrue(
        sentence.matches(
            "mpi: 128 times the work on 128 cores takes 1\\.11 times the time that it takes on 1"
                + " core: efficiency 90\\.1 % \\(8.* to 9.* %\\); Gustafson f = 0\\.1 \\(.* to .*\\)\\."),
        sentence);
    assertTrue(
        Section.markdown(ScalingTable.sections(aggregation, new Criteria(0.75, "")))
            .contains("| mpi  | Gustafson | "),
        () -> Section.markdown(ScalingTable.sections(aggregation, new Criteria(0.75, ""))));
  }

  @Test
  void theFigureFollowsTheFitToTwiceTheCores() {
    Plot figure = WeakFigures.of(Aggregation.of(scaled()).weak()).getFirst();

    List<Series> lines =
        figure.panels().getFirst().layers().stream().map(Series.class::cast).toList();
    Series fit =
        lines.stream()
            .filter(one -> one.name().equals(Optional.of("mpi: Gustafson")))
            .findAny()
            .orElseThrow();
    assertEquals(256, fit.points().getLast().x());
    assertEquals(100 * (256 - 0.1 * 255) / 256, fit.points().getLast().y(), 0.5);
    assertTrue(lines.stream().anyMatch(one -> one.look() == Look.BAND));
    assertTrue(lines.getFirst().points().getLast().x() == 256, "the ideal goes as far");
  }

  /** Gustafson's law with a serial fraction of 0.1. */
  private static List<RunRecord> scaled() {
    List<RunRecord> runs = new ArrayList<>(runs(1, Samples.serial(), 10));
    for (int cores = 2; cores <= 128; cores *= 2) {
      double speedup = cores - 0.1 * (cores - 1);
      runs.addAll(runs(cores, Samples.mpi(2, cores), 10 * cores / speedup));
    }
    return runs;
  }

  private static List<RunRecord> runs(int share, Placement placement, double wallSeconds) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(i -> Samples.run(placement, i, wallSeconds * (1 + 0.01 * (i - 3)), "" + share))
        .map(run ->
            new RunRecord(
                run.origin(),
                run.started(),
                run.repetition(),
                run.status(),
                run.part(),
                Samples.sieve(share * WORK),
                run.placement(),
                run.measures(),
                run.outcome(),
                run.conditions()))
        .toList();
  }
}
