package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Problem;
import hpc.plot.Bars;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.PlotAxis;
import hpc.plot.Ticks.Tick;
import hpc.scaling.Aggregation;
import hpc.scaling.PeerComparison;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerTableTest {

  private static final Aggregation BOTH =
      Aggregation.of(
          List.of(
              row("segmented", "vector", 1, 2),
              row("segmented", "vector", 2, 1),
              row("other", "external", 2, 1.5),
              row("other", "external-process", 1, 1)));

  @Test
  void programsStandSideBySide() {
    assertEquals(
        """
        Programs for sieve of size 100
        program        kernel  mode        cores  runs  timed    wall s  Mnumbers/s  ratio  interval  RSS MiB
        other                  1 core          1     1  process   1.000   0.0001000   0.50               64.0
        hpc segmented  vector  forkjoin 1      1     1  solve     2.000  0.00005000   1.00               64.0
        hpc segmented  vector  forkjoin 2      2     1  solve     1.000   0.0001000   1.00               64.0
        other                  2 cores         2     1  solve     1.500  0.00006667   1.50               64.0
        ratio: wall time over that of the fastest of hpc on as many cores (below 1 is faster), with a 95 %
            interval
        """,
        Section.text(PeerTable.sections(BOTH)));
  }

  @Test
  void withoutProgramsOfOthersThereIsNoTable() {
    Aggregation ours = Aggregation.of(List.of(row("segmented", "vector", 1, 2)));

    assertEquals(List.of(), PeerTable.sections(ours));
    assertEquals(0, ReportFigures.of(ours).peers().size());
  }

  @Test
  void barsAreInTheFigureInTheOrderOfTheTable() {
    PeerComparison comparison = PeerComparison.of(BOTH).getFirst();
    Plot figure = ProgramFigures.of(comparison);
    Panel panel = figure.panels().getFirst();

    assertEquals("sieve_100_programs", figure.name());
    assertEquals(
        List.of(
            "other, 1 core",
            "hpc segmented, forkjoin 1",
            "",
            "hpc segmented, forkjoin 2",
            "other, 2 cores"),
        panel.up().ticks().stream().map(Tick::label).toList());
    assertEquals(
        List.of(
            "hpc: 2.0 in row 1.5",
            "hpc: 1.0 in row 3.5",
            "others, the solve: 1.5 in row 4.5",
            "the whole process: 1.0 in row 0.5"),
        bars(panel));
    assertTrue(panel.across().to() > 2);
    assertEquals(1 + 3 + 4, Xml.named(Xml.parse(figure.svg()), "rect").size() + paths(figure));
  }

  @Test
  void timesThatAreFarApartStandInRatiosOverPowersOfTen() {
    PeerComparison comparison =
        PeerComparison.of(
                Aggregation.of(
                    List.of(row("segmented", "vector", 1, 2), row("other", "external", 1, 1000))))
            .getFirst();
    Panel panel = ProgramFigures.of(comparison).panels().getFirst();

    assertEquals(PlotAxis.Scale.LOGARITHMIC, panel.across().scale());
    assertEquals(
        List.of("hpc: 1.0 in row 0.5", "others, the solve: 500.0 in row 1.5"), bars(panel));
    assertEquals(
        List.of("hpc segmented, forkjoin 1", "other, 1 core"),
        panel.up().ticks().stream().map(Tick::label).toList());
    assertEquals(List.of("2.000 s  x 1.00", "1000 s  x 500.00"), panel.notes());
  }

  private static List<String> bars(Panel panel) {
    return panel.layers().stream()
        .map(Bars.class::cast)
        .flatMap(kind ->
            kind.bars().stream()
                .map(bar ->
                    "%s: %s in row %s".formatted(kind.name().orElseThrow(), bar.to(), bar.at())))
        .toList();
  }

  /** Bars that a canvas draws as paths; the paper, swatches of the legend and bars are alike. */
  private static int paths(Plot figure) {
    return (int)
        Xml.named(Xml.parse(figure.svg()), "path").stream()
            .filter(path -> path.getAttribute("class").matches(".*(blue|orange|purple).*"))
            .count();
  }

  private static RunRecord row(String algorithm, String kernel, int threads, double seconds) {
    Problem of = Samples.sieve(100);
    Problem problem =
        new Problem(
            of.app(),
            algorithm,
            kernel,
            of.parameters(),
            of.size(),
            of.work(),
            of.workUnit(),
            of.rateUnit());
    RunRecord sample = Samples.run(new Placement(Mode.FORKJOIN, 1, 1, threads), 1, seconds, "25");
    return new RunRecord(
        sample.origin(),
        sample.started(),
        1,
        sample.status(),
        1,
        problem,
        sample.placement(),
        sample.measures(),
        sample.outcome(),
        sample.conditions());
  }
}
