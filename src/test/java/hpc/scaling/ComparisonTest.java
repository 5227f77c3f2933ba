package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.scaling.ComparedPoint.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {

  private static final String ANSWER = "1857859";
  private static final double NOISE = 0.03;
  private static final int SEEDS = 800;
  private static final double EXACT = 1e-12;

  @Test
  void theRatioIsThatOfTheMedians() {
    Comparison comparison =
        compare(runs(Samples.serial(), 9, 1, 8), runs(Samples.serial(), 40, 4, 5, 4.5));
    ComparedPoint point = comparison.points().getFirst();
    assertEquals(4.75 / 8, point.ratio().getAsDouble(), EXACT);
    assertEquals(Finding.TOO_FEW_ROWS, point.finding());
    assertEquals(Optional.empty(), point.interval());
    assertFalse(point.isSlowerThan(0), "nothing is known");
    assertEquals(4.75 / 8, comparison.mean().getAsDouble(), EXACT);
    assertEquals(Optional.empty(), comparison.meanInterval());
    assertEquals(List.of(), comparison.warnings());
  }

  @Test
  void pointsMatchByPlacementAndNotByProcessorHostOrVersion() {
    List<RunRecord> a = new ArrayList<>(runs(Samples.mpi(1, 4), 1));
    a.addAll(runs(Samples.forkjoin(4), 1));
    a.addAll(runs(new Placement(Mode.MPI, 2, 2, 2), 1));
    List<RunRecord> b = new ArrayList<>(on("CPU Y", Samples.mpi(1, 4), 2));
    b.addAll(on("CPU Y", Samples.mpi(2, 4), 2));
    Comparison comparison = compare(a, b);

    assertEquals(1, comparison.count(Finding.TOO_FEW_ROWS));
    assertEquals(2, comparison.count(Finding.ONLY_IN_A));
    assertEquals(1, comparison.count(Finding.ONLY_IN_B));
    assertEquals(1, comparison.meanOf());
    assertEquals(2, comparison.mean().getAsDouble(), EXACT);
    assertEquals(List.of("CPU X"), comparison.a().processors());
    assertEquals(List.of("0.2.0 def456"), comparison.b().programs());
  }

  @Test
  void aPointOnSeveralProcessorsIsNamedAndNotCompared() {
    List<RunRecord> b = new ArrayList<>(runs(Samples.serial(), 2, 2, 2, 2, 2));
    b.addAll(on("CPU Y", Samples.serial(), 4, 4, 4, 4, 4));
    Comparison comparison = compare(runs(Samples.serial(), 1, 1, 1, 1, 1), b);
    ComparedPoint point = comparison.points().getFirst();

    assertEquals(Finding.SEVERAL_PROCESSORS, point.finding());
    assertEquals(OptionalDouble.empty(), point.ratio());
    assertFalse(point.isSlowerThan(0));
    assertEquals(OptionalDouble.empty(), comparison.mean());
    assertEquals(1, comparison.warnings().size());
    assertTrue(
        comparison.warnings().getFirst().startsWith("B: sieve segmented scalar from=0;limit=3")
            && comparison.warnings().getFirst().contains("2 processors (CPU X; CPU Y)"),
        comparison.warnings()::toString);
  }

  @Test
  void aPointThatFailsInOneSetIsOnlyInTheOther() {
    Comparison comparison =
        compare(
            runs(Samples.serial(), 1, 1, 1, 1, 1), List.of(Samples.failed(Samples.serial(), 1)));
    assertEquals(1, comparison.count(Finding.ONLY_IN_A));
    assertTrue(
        comparison.warnings().getFirst().contains("serial 1 x 1: 1 of 1 rows failed"),
        comparison.warnings()::toString);
  }

  @Test
  void differingAnswersAreNamed() {
    List<RunRecord> other = List.of(Samples.run(Samples.serial(), 1, 1, "1857860"));
    List<String> warnings = compare(runs(Samples.serial(), 1), other).warnings();
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().startsWith("ANSWERS DIFFER: sieve"), warnings::toString);
  }

  @Test
  void aSetComparedWithItselfIsNotDistinguishable() {
    List<RunRecord> a = noisy(new Random(1), 10, 1);
    Comparison comparison = compare(a, a);
    assertEquals(Finding.NOT_DISTINGUISHABLE, comparison.points().getFirst().finding());
    assertEquals(List.of("10 rows stand in both sets"), comparison.warnings());
  }

  @Test
  void withoutAnyNoiseTheSmallestChangeIsFound() {
    assertEquals(
        Finding.SLOWER, finding(runs(Samples.serial(), same(5, 1)), same(5, Math.nextUp(1.0))));
    assertEquals(Finding.FASTER, finding(runs(Samples.serial(), same(5, 1)), same(7, 0.5)));
    assertEquals(
        Finding.NOT_DISTINGUISHABLE, finding(runs(Samples.serial(), same(5, 1)), same(6, 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7, 8, 10, 15, 20, 50})
  void equalTimesAreNotDistinguishable(int rows) {
    Random random = new Random(rows);
    long quiet =
        IntStream.range(0, SEEDS)
            .filter(seed ->
                compare(noisy(random, rows, 1), noisy(random, rows, 1))
                        .points()
                        .getFirst()
                        .finding()
                    == Finding.NOT_DISTINGUISHABLE)
            .count();
    assertTrue(quiet >= 0.93 * SEEDS, quiet + " of " + SEEDS);
  }

  @Test
  void tenPercentMoreAreFoundAmongThreePercentOfNoise() {
    Random random = new Random(10);
    List<ComparedPoint> points =
        IntStream.range(0, SEEDS)
            .mapToObj(
                seed -> compare(noisy(random, 10, 1), noisy(random, 10, 1.1)).points().getFirst())
            .toList();
    long found = points.stream().filter(point -> point.finding() == Finding.SLOWER).count();
    assertTrue(found >= 0.98 * SEEDS, found + " of " + SEEDS);
    long beyondTwenty = points.stream().filter(point -> point.isSlowerThan(0.2)).count();
    assertEquals(0, beyondTwenty, "a bound is broken by the whole interval");
  }

  @Test
  void theGeometricMeanTellsWhatSinglePointsDoNot() {
    Random random = new Random(3);
    int told = 0;
    int falsely = 0;
    for (int seed = 0; seed < 200; seed++) {
      told += tellsTheMean(random, 1.02) ? 1 : 0;
      falsely += tellsTheMean(random, 1) ? 1 : 0;
    }
    assertTrue(told >= 180, "2 % over 20 points: " + told);
    assertTrue(falsely <= 20, "nothing over 20 points: " + falsely);
  }

  private static boolean tellsTheMean(Random random, double factor) {
    List<RunRecord> a = new ArrayList<>();
    List<RunRecord> b = new ArrayList<>();
    for (int threads = 1; threads <= 20; threads++) {
      a.addAll(runs(Samples.forkjoin(threads), times(random, 10, 1)));
      b.addAll(runs(Samples.forkjoin(threads), times(random, 10, factor)));
    }
    Comparison comparison = compare(a, b);
    assertEquals(20, comparison.meanOf());
    Interval interval = comparison.meanInterval().orElseThrow();
    assertTrue(interval.holds(comparison.mean().getAsDouble()));
    return !interval.holds(1);
  }

  private static Finding finding(List<RunRecord> a, double... walls) {
    return compare(a, runs(Samples.serial(), walls)).points().getFirst().finding();
  }

  private static Comparison compare(List<RunRecord> a, List<RunRecord> b) {
    return Comparison.of("old", a, "new", b);
  }

  private static double[] same(int count, double wall) {
    return IntStream.range(0, count).mapToDouble(i -> wall).toArray();
  }

  private static List<RunRecord> noisy(Random random, int count, double wall) {
    return runs(Samples.serial(), times(random, count, wall));
  }

  private static double[] times(Random random, int count, double wall) {
    return IntStream.range(0, count)
        .mapToDouble(i -> wall * (1 + NOISE * random.nextGaussian()))
        .toArray();
  }

  private static List<RunRecord> runs(Placement placement, double... walls) {
    return runs(Samples.origin("r1"), placement, walls);
  }

  private static List<RunRecord> on(String processor, Placement placement, double... walls) {
    RunMetadata origin =
        new RunMetadata(
            "r2", "", "n2", "c2", "43", "", "0", processor, "26", "-Xmx2g", "0.2.0", "def456");
    return runs(origin, placement, walls);
  }

  private static List<RunRecord> runs(RunMetadata origin, Placement placement, double... walls) {
    return IntStream.range(0, walls.length)
        .mapToObj(i ->
            Samples.run(
                origin, placement, i + 1, walls[i], new Outcome(ANSWER, Outcome.Verdict.YES, "")))
        .toList();
  }
}
