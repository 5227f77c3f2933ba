package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Problem;
import hpc.plot.Bars;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.Ticks.Tick;
import hpc.scaling.Aggregation;
import hpc.sweep.LadderStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LadderTableTest {

  private static final List<LadderStep> RUNGS =
      List.of(
          new LadderStep("sieve", "plain", "p1", Optional.empty()),
          new LadderStep("sieve", "Numba", "p2", Optional.of("numba is not installed: apt-get")),
          new LadderStep("diffusion", "of another problem", "p3", Optional.of("has not run")),
          new LadderStep("sieve", "others", "p4", Optional.empty()),
          new LadderStep("sieve", "wrong", "p5", Optional.empty()),
          new LadderStep("sieve", "fast", "p6", Optional.empty()));

  private static final Aggregation LADDER = Aggregation.of(rows(), RUNGS);

  private static List<RunRecord> rows() {
    List<RunRecord> rows = new ArrayList<>();
    rows.add(row("p6", "wheel", "scalar", Samples.forkjoin(2), 1, 0.125, Verdict.UNCHECKED));
    for (int repetition = 1; repetition <= 5; repetition++) {
      rows.add(row("p1", "naive", "scalar", Samples.serial(), repetition, 2, Verdict.YES));
    }
    rows.add(row("p4", "c", "external-process", Samples.serial(), 1, 4, Verdict.YES));
    rows.add(row("p5", "bits", "scalar", Samples.serial(), 1, 0.01, Verdict.NO));
    return rows;
  }

  @Test
  void rungsStandInTheOrderOfTheSweepAndThoseAbsentSayWhy() {
    assertEquals(
        """
        Ladder for sieve of size 30000000
        rung    mode        cores  runs  timed    wall s  interval        speedup  RSS MiB  verified
        plain   serial          1     5  solve     2.000  2.000 to 2.000     1.00     64.0  yes
        Numba   absent          -     -                -                        -        -
        others                  1     1  process   4.000                     0.50     64.0  yes
        wrong   absent          -     -                -                        -        -
        fast    forkjoin 2      2     1  solve    0.1250                    16.00     64.0  unchecked
        speedup: wall time of the first rung over that of this one; interval: of the wall time, 95 %; timed:
            the solve alone, or the whole process, start included
        absent: Numba: numba is not installed: apt-get
        absent: wrong: its answer is wrong
        """,
        Section.text(LadderTable.sections(LADDER)));
  }

  @Test
  void oneSentenceStandsForAllRungs() {
    assertEquals(
        "Ladder for sieve of size 30000000: fastest is \"fast\", 16 times as fast as \"plain\".",
        LadderTable.sentence(LADDER.ladders().getFirst()));
  }

  @Test
  void noWinnerIsNamedWhereIntervalsOverlap() {
    List<RunRecord> rows = new ArrayList<>();
    for (int repetition = 1; repetition <= 6; repetition++) {
      double noise = 0.01 * repetition;
      rows.add(row("p1", "naive", "scalar", Samples.serial(), repetition, 2, Verdict.YES));
      rows.add(row("p4", "bits", "scalar", Samples.serial(), repetition, 1 + noise, Verdict.YES));
      rows.add(row("p6", "wheel", "c", Samples.serial(), repetition, 1.02 + noise, Verdict.YES));
    }
    assertEquals(
        "Ladder for sieve of size 30000000: fastest are, level by their intervals, \"others\" and"
            + " \"fast\", 1.93 times as fast as \"plain\".",
        LadderTable.sentence(Aggregation.of(rows, RUNGS).ladders().getFirst()));
  }

  @Test
  void markdownHasTheSame() {
    String text = Section.markdown(LadderTable.sections(LADDER));

    assertTrue(text.startsWith("### Ladder for sieve of size 30000000, on CPU X\n\n| rung "), text);
    assertTrue(text.contains("\n- absent: Numba: numba is not installed: apt-get\n"), text);
  }

  @Test
  void withoutRungsThereIsNoLadderAndALadderIsNoComparisonOfProgramsBesides() {
    assertEquals(List.of(), LadderTable.sections(Aggregation.of(rows())));
    assertTrue(
        Section.text(PeerTable.sections(Aggregation.of(rows()))).contains("Programs for sieve"));
    assertEquals(List.of(), PeerTable.sections(LADDER));
  }

  @Test
  void aLadderOfWhichNothingCanBeUsedIsNone() {
    List<RunRecord> wrong =
        rows().stream().filter(row -> row.origin().point().equals("p5")).toList();

    assertEquals(List.of(), LadderTable.sections(Aggregation.of(wrong, RUNGS)));
  }

  @Test
  void barsBeginAtTheFirstRung() {
    Plot figure = ProgramFigures.of(LADDER.ladders().getFirst());
    Panel panel = figure.panels().getFirst();

    assertEquals("sieve_30000000_ladder", figure.name());
    assertEquals(
        List.of("plain", "others", "fast"), panel.up().ticks().stream().map(Tick::label).toList());
    assertEquals(
        List.of("hpc: 1.0 to 1.0", "hpc: 1.0 to 16.0", "the whole process: 1.0 to 0.5"),
        panel.layers().stream()
            .map(Bars.class::cast)
            .flatMap(kind ->
                kind.bars().stream()
                    .map(bar ->
                        "%s: %s to %s".formatted(kind.name().orElseThrow(), bar.from(), bar.to())))
            .toList());
    assertEquals("0.125 s, 64.0 MiB", panel.notes().getLast());
    assertTrue(panel.across().from() < 0.5 && 16 < panel.across().to());
    assertEquals(
        List.of("sieve_30000000_ladder"),
        ReportFigures.of(LADDER).ladders().values().stream()
            .flatMap(List::stream)
            .map(Plot::name)
            .toList());
  }

  private static RunRecord row(
      String point,
      String algorithm,
      String kernel,
      Placement placement,
      int repetition,
      double seconds,
      Verdict verdict) {
    RunMetadata of = Samples.origin("r" + point);
    RunMetadata origin =
        new RunMetadata(
            of.runId(),
            point,
            of.host(),
            of.cluster(),
            of.slurmJobId(),
            of.slurmArrayTaskId(),
            of.slurmStepId(),
            of.cpuModel(),
            of.java(),
            of.jvmFlags(),
            of.version(),
            of.gitCommit());
    RunRecord sample =
        Samples.run(origin, placement, repetition, seconds, new Outcome("25", verdict, ""));
    Problem problem = sample.problem();
    return new RunRecord(
        origin,
        sample.started(),
        repetition,
        sample.status(),
        1,
        new Problem(
            problem.app(),
            algorithm,
            kernel,
            problem.parameters(),
            problem.size(),
            problem.work(),
            problem.workUnit(),
            problem.rateUnit()),
        placement,
        sample.measures(),
        sample.outcome(),
        sample.conditions());
  }
}
