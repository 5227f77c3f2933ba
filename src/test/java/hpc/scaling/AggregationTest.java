package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.scaling.EfficiencyFactors.Factor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AggregationTest {

  private static final String ANSWER = "1857859";
  private static final double EXACT = 1e-12;

  /** Serial 8, 9, 20 s: median 9. Two threads 5, 6, 4, 10 s: median 5.5. Four ranks: 3 s. */
  private static final List<RunRecord> BY_HAND =
      List.of(
          Samples.run(Samples.mpi(2, 4), 1, 3, ANSWER),
          Samples.run(Samples.serial(), 1, 8, ANSWER),
          Samples.run(Samples.serial(), 2, 20, ANSWER),
          Samples.run(Samples.serial(), 3, 9, ANSWER),
          Samples.run(Samples.forkjoin(2), 1, 5, ANSWER),
          Samples.run(Samples.forkjoin(2), 2, 6, ANSWER),
          Samples.run(Samples.forkjoin(2), 3, 4, ANSWER),
          Samples.run(Samples.forkjoin(2), 4, 10, ANSWER));

  private static final double SERIAL_MEDIAN = 9;
  private static final double TWO_THREADS_MEDIAN = 5.5;
  private static final double TWO_THREADS_SPEEDUP = 9 / 5.5;
  private static final double FOUR_RANKS_SPEEDUP = 3;
  private static final double FOUR_RANKS_EFFICIENCY = 0.75;

  @Test
  void whatIsMixedInAMedianIsSaid() {
    Outcome right = new Outcome(ANSWER, Verdict.YES, "");
    RunMetadata usual = Samples.origin("r1");
    RunMetadata other =
        new RunMetadata(
            "r2",
            "",
            "n7",
            "c2",
            "",
            "",
            "",
            "CPU X",
            "26",
            "-Xmx2g -XX:+UseSerialGC",
            "0.2.0",
            "d");
    List<RunRecord> runs =
        List.of(
            Samples.run(usual, Samples.serial(), 1, 2, right),
            Samples.run(usual, Samples.forkjoin(2), 1, 1, right),
            Samples.run(other, Samples.serial(), 1, 3, right),
            Samples.run(other, Samples.serial(), 2, 3, right));

    assertEquals(
        List.of(
            "1 of 2 medians mix rows that differ in version: 0.1.0 abc123 (1 rows), 0.2.0 d (2 rows)",
            "1 of 2 medians mix rows that differ in java: 25.0.1 (1 rows), 26 (2 rows)",
            "1 of 2 medians mix rows that differ in JVM flags: -Xmx1g (1 rows), -Xmx2g"
                + " -XX:+UseSerialGC (2 rows)",
            "1 of 2 medians mix rows that differ in cluster: c1 (1 rows), c2 (2 rows)"),
        Aggregation.of(runs).warnings());
    // apart they are no mixture
    assertEquals(List.of(), Aggregation.of(runs.subList(0, 2)).warnings());
  }

  @Test
  void flagsThatFitTheMachineAreNoMixture() {
    Outcome right = new Outcome(ANSWER, Verdict.YES, "");
    List<RunRecord> runs = new ArrayList<>();
    for (String flags :
        List.of(
            "-Xmx1g -Dhpc.launched=true -XX:+UseSerialGC",
            "-Xmx2g -XX:ActiveProcessorCount=3 -Dhpc.launched=true -XX:+UseSerialGC")) {
      RunMetadata origin =
          new RunMetadata("r", "", "n", "c1", "", "", "", "CPU X", "25", flags, "0.1.0", "abc123");
      runs.add(Samples.run(origin, Samples.serial(), 1, 2, right));
    }
    assertEquals(List.of(), Aggregation.of(runs).warnings());
  }

  @Test
  void speedupAndEfficiencyOfAnExampleByHand() {
    Aggregation aggregation = Aggregation.of(BY_HAND);

    assertEquals(List.of(), aggregation.warnings());
    assertEquals(1, aggregation.problems().size());
    List<PlacementFigures> placements = aggregation.problems().getFirst().placements();
    assertEquals(
        List.of(Samples.serial(), Samples.forkjoin(2), Samples.mpi(2, 4)),
        placements.stream().map(PlacementFigures::placement).toList());

    PlacementFigures serial = placements.get(0);
    assertEquals(3, serial.runs());
    assertEquals(SERIAL_MEDIAN, serial.wallMedian(), EXACT);
    assertEquals(8, serial.wallMin(), EXACT);
    assertEquals(20, serial.wallMax(), EXACT);
    assertEquals(1, serial.speedup(), EXACT);
    assertEquals(1, serial.efficiency(), EXACT);
    assertEquals(30 / SERIAL_MEDIAN, serial.rate().getAsDouble(), EXACT);

    PlacementFigures threads = placements.get(1);
    assertEquals(TWO_THREADS_MEDIAN, threads.wallMedian(), EXACT);
    assertEquals(TWO_THREADS_SPEEDUP, threads.speedup(), EXACT);
    assertEquals(TWO_THREADS_SPEEDUP / 2, threads.efficiency(), EXACT);

    PlacementFigures ranks = placements.get(2);
    assertEquals(FOUR_RANKS_SPEEDUP, ranks.speedup(), EXACT);
    assertEquals(FOUR_RANKS_EFFICIENCY, ranks.efficiency(), EXACT);
    assertEquals(64L << 20, ranks.rssPeakBytes().getAsLong());
    assertEquals(256L << 20, ranks.rssTotalBytes().getAsLong());
    assertEquals(3 * 0.125, ranks.communication().getAsDouble(), EXACT);
    assertEquals(3 * 0.03125, ranks.waiting().getAsDouble(), EXACT);
  }

  @Test
  void serialFractionAndFactorsOfTheSameExample() {
    PlacementFigures ranks = only(Aggregation.of(BY_HAND), Samples.mpi(2, 4));
    assertEquals((1 / 3.0 - 1 / 4.0) / (1 - 1 / 4.0), ranks.serialFraction().orElseThrow(), EXACT);

    // every repetition computes for 3/4 of its time, 1 ms of it collecting
    EfficiencyFactors factors = ranks.factors().orElseThrow();
    double serialCompute = 9 * 0.75;
    double compute = 3 * 0.75;
    assertEquals(
        (serialCompute - 0.001) / (4 * (compute - 0.001)), factors.of(Factor.COMPUTING), EXACT);
    assertEquals(
        (1 - 0.001 / compute) / (1 - 0.001 / serialCompute), factors.of(Factor.COLLECTION), EXACT);
    assertEquals(1, factors.of(Factor.EXCHANGE), EXACT);
    assertEquals(1, factors.of(Factor.WAITING), EXACT);
    assertEquals(1, factors.of(Factor.IO), EXACT);
    assertEquals(1, factors.of(Factor.BALANCE), EXACT);
    assertEquals(ranks.efficiency(), factors.product(), EXACT);
  }

  @Test
  void factorsTellWhereTheTimeGoesAndMultiplyToTheEfficiency() {
    EfficiencyFactors factors =
        EfficiencyFactors.between(
                new EfficiencyFactors.Seconds(4, 4, 2.5, 0.5, 0.5, 0.2, 0.3),
                new EfficiencyFactors.Seconds(1, 10, 8, 0, 0, 0, 1))
            .orElseThrow();
    assertEquals(8 / (4 * 2.0), factors.of(Factor.COMPUTING), EXACT);
    assertEquals(2 / 2.5, factors.of(Factor.COLLECTION), EXACT);
    assertEquals(2.5 / 3, factors.of(Factor.EXCHANGE), EXACT);
    assertEquals(3 / 3.2, factors.of(Factor.WAITING), EXACT);
    assertEquals((3.2 / 3.5) / (8 / 9.0), factors.of(Factor.IO), EXACT);
    assertEquals((3.5 / 4) / (9 / 10.0), factors.of(Factor.BALANCE), EXACT);
    assertEquals(10 / (4 * 4.0), factors.product(), EXACT);
    assertTrue(
        EfficiencyFactors.between(
                new EfficiencyFactors.Seconds(4, 4, 0, 0, 0, 0, 0),
                new EfficiencyFactors.Seconds(1, 10, 8, 0, 0, 0, 1))
            .isEmpty());
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    Aggregation expected = Aggregation.of(BY_HAND);
    for (int seed = 0; seed < 10; seed++) {
      List<RunRecord> shuffled = new ArrayList<>(BY_HAND);
      Collections.shuffle(shuffled, new Random(seed));
      assertEquals(expected, Aggregation.of(shuffled));
    }
  }

  @Test
  void withoutASerialRunTheSmallestCoreCountIsTheBaseline() {
    PlacementFigures eight =
        only(
            Aggregation.of(
                List.of(
                    Samples.run(Samples.mpi(2, 8), 1, 1, ANSWER),
                    Samples.run(Samples.mpi(1, 2), 1, 3, ANSWER))),
            Samples.mpi(2, 8));

    assertEquals(3, eight.speedup(), EXACT);
    assertEquals(0.75, eight.efficiency(), EXACT);
  }

  @Test
  void ofLayoutsWithEquallyFewCoresTheSerialOneIsTheBaselineThoughSlower() {
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.forkjoin(1), 1, 4, ANSWER),
                Samples.run(Samples.serial(), 1, 5, ANSWER)));

    assertEquals(1, only(aggregation, Samples.serial()).speedup(), EXACT);
    assertEquals(1.25, only(aggregation, Samples.forkjoin(1)).speedup(), EXACT);
  }

  @Test
  void ofEquallyFewCoresWithoutASerialOneTheFastestIsTheBaseline() {
    Placement ranks = new Placement(Mode.MPI, 1, 2, 1);
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.forkjoin(2), 1, 4, ANSWER), Samples.run(ranks, 1, 5, ANSWER)));

    assertEquals(0.8, only(aggregation, ranks).speedup(), EXACT);
  }

  @Test
  void rowsOfDifferentTransportsStayApartAgainstOneBaseline() {
    Placement mpj = new Placement(Mode.MPI, 1, 2, 1, Placement.MPJ);
    Placement mpi = new Placement(Mode.MPI, 1, 2, 1, "openmpi 4.1.4");
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 8, ANSWER),
                Samples.run(mpi, 1, 4, ANSWER),
                Samples.run(mpj, 1, 5, ANSWER)));

    assertEquals(2, only(aggregation, mpi).speedup(), EXACT);
    assertEquals(1.6, only(aggregation, mpj).speedup(), EXACT);
    assertEquals("mpi openmpi 4.1.4", mpi.kind());
    assertEquals("mpi", mpj.kind());
  }

  @Test
  void failedAndWrongRowsAreLeftOutCountedAndNamed() {
    RunRecord wrong =
        Samples.run(
            Samples.origin("r1"),
            Samples.serial(),
            3,
            0.001,
            new Outcome("1", Verdict.NO, "pi(30000000) is 1857859"));
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 8, ANSWER),
                Samples.failed(Samples.serial(), 2),
                wrong,
                Samples.failed(Samples.forkjoin(2), 1)));

    PlacementFigures serial = only(aggregation, Samples.serial());
    assertEquals(1, serial.runs());
    assertEquals(2, serial.leftOut());
    assertEquals(8, serial.wallMax(), EXACT);
    assertEquals(1, aggregation.problems().getFirst().placements().size());
    assertEquals(
        List.of(
            "sieve segmented scalar from=0;limit=30000000, serial 1 x 1:"
                + " 2 of 3 rows failed, gave a wrong answer, did not become steady or are parts of a run, left out",
            "sieve segmented scalar from=0;limit=30000000, forkjoin 1 x 2:"
                + " 1 of 1 rows failed, gave a wrong answer, did not become steady or are parts of a run, left out"),
        aggregation.warnings());
  }

  @Test
  void nothingButFailuresIsNoProblemAtAll() {
    Aggregation aggregation = Aggregation.of(List.of(Samples.failed(Samples.serial(), 1)));

    assertEquals(List.of(), aggregation.problems());
    assertEquals(1, aggregation.warnings().size());
  }

  @Test
  void answersThatDifferAreCalledOut() {
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 8, ANSWER),
                Samples.run(Samples.mpi(1, 2), 1, 4, "1857860")));

    assertEquals(
        List.of(
            "ANSWERS DIFFER: sieve segmented from=0;limit=30000000:"
                + " 1857859 (serial 1 x 1) against 1857860 (mpi 2 x 1)"),
        aggregation.warnings());
  }

  @Test
  void processorsAreNotComparedWithEachOther() {
    RunMetadata other =
        new RunMetadata("r2", "", "n2", "c1", "", "", "", "CPU Y", "25", "", "0.1.0", "abc123");
    Aggregation aggregation =
        Aggregation.of(
            List.of(
                Samples.run(Samples.serial(), 1, 8, ANSWER),
                Samples.run(
                    other, Samples.forkjoin(2), 1, 2, new Outcome(ANSWER, Verdict.YES, ""))));

    assertEquals(2, aggregation.problems().size());
    assertTrue(
        aggregation.problems().stream()
            .allMatch(scaling -> scaling.placements().getFirst().speedup() == 1));
  }

  private static PlacementFigures only(Aggregation aggregation, Placement placement) {
    return aggregation.problems().stream()
        .flatMap(scaling -> scaling.placements().stream())
        .filter(figures -> figures.placement().equals(placement))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void flagsThatASweepComparesKeepRowsApartAndOthersDoNot() {
    List<RunRecord> runs =
        List.of(
            withFlags("-Xmx1g", 4),
            withFlags("-Xmx2g", 6),
            withFlags("-Xmx1g -Dhpc.variant=true -XX:+UseSerialGC", 8));
    List<ProblemScaling> problems = Aggregation.of(runs).problems();

    assertEquals(
        List.of("", "-XX:+UseSerialGC"), problems.stream().map(ProblemScaling::jvm).toList());
    assertEquals(2, problems.getFirst().placements().getFirst().runs());
    assertEquals(1, problems.getLast().placements().getFirst().speedup());
  }

  private static RunRecord withFlags(String flags, double wallSeconds) {
    RunMetadata origin =
        new RunMetadata("r1", "", "n1", "", "", "", "", "CPU X", "25", flags, "0.1.0", "abc");
    return Samples.run(
        origin, Samples.serial(), 1, wallSeconds, new Outcome("1", Outcome.Verdict.YES, ""));
  }
}
