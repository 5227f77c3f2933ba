package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import hpc.scaling.Recommendation.Criteria;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecommendationTest {

  private static final String ANSWER = "1857859";
  private static final double SERIAL_SECONDS = 360;
  private static final int REPETITIONS = 5;

  /** A synthetic cluster: cores to speedup; 0.75 is reached up to 32 (0.78) and missed at 64. */
  private static final Map<Integer, Double> CLUSTER =
      new TreeMap<>(
          Map.of(1, 1.0, 2, 1.98, 4, 3.9, 8, 7.5, 16, 14.0, 32, 25.0, 64, 38.0, 128, 40.0));

  @Test
  void theMostCoresAtOrAboveTheThreshold() {
    Recommendation advice = advice(CLUSTER, 0.75);
    assertEquals(32, advice.cores());
    assertEquals(25.0 / 32, advice.choice().efficiency(), 1e-9);
    assertTrue(advice.choice().efficiencyInterval().orElseThrow().holds(25.0 / 32));
    double crossing = advice.crossing().orElseThrow();
    assertTrue(32 < crossing && crossing < 64, "crossing at " + crossing);
    assertEquals(32 * SERIAL_SECONDS / 25 / 3600, advice.coreHours(), 1e-9);
    assertEquals(8, advice(CLUSTER, 0.9).cores());
    assertEquals(64, advice(CLUSTER, 0.5).cores());
    assertEquals(128, advice(CLUSTER, 0.3).cores());
  }

  @Test
  void whatTheSiteWantsOfEveryJobStandsFirst() {
    Criteria demands = new Criteria(0.75, "--account=p1 --partition=medium");
    ScalingCurve curve = curves(runs(Samples.forkjoin(8), 1)).getFirst();
    String options = Recommendation.of(curve, demands).sbatchOptions();
    assertTrue(
        options.startsWith("--account=p1 --partition=medium --nodes=1 --ntasks=1 "), options);
  }

  @Test
  void aSentenceSaysItAll() {
    String sentence = advice(CLUSTER, 0.75).sentence();
    assertTrue(
        sentence.matches(
            "mpi: use 32 cores: efficiency 78\\.1 % \\(7\\d\\.?\\d? to [78]\\d\\.?\\d? %\\), the most"
                + " measured with 75 % or above; the Universal Scalability Law falls below at 3\\d"
                + " cores; 0\\.13 core-hours a run; sbatch --nodes=2 --ntasks=32"
                + " --cpus-per-task=1 --mem-per-cpu=77M"),
        sentence);
  }

  @Test
  void exactlyAtTheThresholdIsEnough() {
    assertEquals(4, advice(Map.of(1, 1.0, 2, 1.9, 4, 3.0, 8, 5.9), 0.75).cores());
  }

  @Test
  void aDipBelowTheThresholdDoesNotHideMoreCoresAboveIt() {
    assertEquals(8, advice(Map.of(1, 1.0, 2, 1.4, 4, 2.9, 8, 8.5, 16, 9.0), 0.75).cores());
  }

  @Test
  void nothingAboveOneCoreMeansOneCore() {
    Recommendation advice = advice(Map.of(1, 1.0, 2, 1.2, 4, 1.3, 8, 1.3), 0.75);
    assertEquals(1, advice.cores());
    assertTrue(advice.sentence().contains("use 1 core: more do not reach"), advice.sentence());
  }

  @Test
  void onePlacementIsWhatThereIs() {
    List<ScalingCurve> curves = curves(runs(Samples.serial(), 1));
    assertEquals(1, curves.size());
    Recommendation serial = Recommendation.of(curves.getFirst(), new Criteria(0.75, ""));
    assertEquals(
        "serial: use 1 core: nothing else was measured; 0.10 core-hours a run; sbatch --nodes=1"
            + " --ntasks=1 --cpus-per-task=1 --mem-per-cpu=77M",
        serial.sentence());

    Recommendation eight =
        Recommendation.of(curves(runs(Samples.forkjoin(8), 1)).getFirst(), new Criteria(0.75, ""));
    assertTrue(
        eight.sentence().startsWith("forkjoin: use 8 cores: nothing else"), eight.sentence());
  }

  @Test
  void eachModeHasItsOwnAndTheFastestOfEqualCores() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    runs.addAll(runs(Samples.forkjoin(4), 3.6));
    runs.addAll(runs(Samples.forkjoin(8), 5));
    runs.addAll(runs(Samples.mpi(1, 8), 6.4));
    runs.addAll(runs(new Placement(Mode.MPI, 1, 2, 4), 6.6));
    List<ScalingCurve> curves = curves(runs);

    assertEquals(
        List.of(Mode.FORKJOIN, Mode.MPI), curves.stream().map(ScalingCurve::mode).toList());
    assertEquals(4, Recommendation.of(curves.get(0), new Criteria(0.75, "")).cores());
    Recommendation ranks = Recommendation.of(curves.get(1), new Criteria(0.75, ""));
    assertEquals(8, ranks.cores());
    assertTrue(
        ranks.sbatchOptions().contains("--ntasks=2 --cpus-per-task=4 "), ranks.sbatchOptions());
  }

  @Test
  void eachModeNamesALayoutOfItsOwnWhateverTheBaseline() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.forkjoin(4), 1));
    runs.addAll(runs(Samples.forkjoin(8), 1.9));
    runs.addAll(runs(Samples.mpi(1, 4), 0.9));
    runs.addAll(runs(new Placement(Mode.MPI, 1, 2, 2), 0.95));
    runs.addAll(runs(Samples.mpi(2, 8), 1.1));
    Recommendation ranks = Recommendation.of(curves(runs).get(1), new Criteria(0.75, ""));
    assertEquals(new Placement(Mode.MPI, 1, 2, 2), ranks.choice().placement());
    assertTrue(ranks.sentence().contains("mpi: use 4 cores: more do not"), ranks.sentence());
    assertTrue(
        ranks.sentence().contains("--nodes=1 --ntasks=2 --cpus-per-task=2"), ranks.sentence());
    assertEquals(
        Samples.forkjoin(8),
        Recommendation.of(curves(runs).get(0), new Criteria(0.75, "")).choice().placement());

    List<RunRecord> larger = new ArrayList<>(runs(Samples.forkjoin(2), 1));
    larger.addAll(runs(Samples.mpi(2, 8), 2));
    Recommendation fewest = Recommendation.of(curves(larger).get(1), new Criteria(0.75, ""));
    assertEquals(Samples.mpi(2, 8), fewest.choice().placement());
    assertTrue(
        fewest
            .sentence()
            .startsWith(
                "mpi: use 8 cores: the fewest that were measured, with an efficiency of 50 % against 2;"),
        fewest.sentence());
  }

  @Test
  void oneRankThatWasMeasuredIsNotASerialRun() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    runs.addAll(runs(Samples.mpi(1, 1), 0.97));
    runs.addAll(runs(Samples.mpi(1, 2), 1.1));
    assertEquals(
        Samples.mpi(1, 1),
        Recommendation.of(curves(runs).getFirst(), new Criteria(0.75, "")).choice().placement());
  }

  @Test
  void noiseAtTheThresholdShowsInTheInterval() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    double[] speedups = {5.8, 5.9, 6.02, 6.1, 6.3};
    for (int i = 0; i < speedups.length; i++) {
      runs.add(Samples.run(Samples.mpi(1, 8), i + 1, SERIAL_SECONDS / speedups[i], ANSWER));
    }
    Recommendation advice = Recommendation.of(curves(runs).getFirst(), new Criteria(0.75, ""));
    assertEquals(8, advice.cores());
    Interval interval = advice.choice().efficiencyInterval().orElseThrow();
    assertTrue(interval.low() < 0.75 && 0.7525 < interval.high(), interval.toString());
  }

  @Test
  void aLateRecoveryCountsAndTheLargestMeasurementToo() {
    Map<Integer, Double> speedups =
        Map.of(1, 1.0, 2, 1.9, 4, 2.0, 8, 3.9, 16, 7.0, 32, 20.0, 64, 48.0, 128, 95.9);
    assertEquals(64, advice(speedups, 0.75).cores());
    assertEquals(2, advice(speedups, 0.76).cores());
    assertEquals(128, advice(speedups, 0.74).cores());
    assertTrue(
        advice(speedups, 0.74).sentence().contains("the most that were measured"),
        advice(speedups, 0.74).sentence());
  }

  @Test
  void moreThanIdealIsAboveEveryThreshold() {
    assertEquals(16, advice(Map.of(1, 1.0, 4, 5.0, 16, 17.0, 32, 31.9), 1).cores());
  }

  @Test
  void aBaselineOfSeveralCoresIsWhatEfficiencyIsAgainst() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.mpi(1, 4), 1));
    runs.addAll(runs(Samples.mpi(1, 8), 1.8));
    runs.addAll(runs(Samples.mpi(1, 16), 3.1));
    runs.addAll(runs(Samples.mpi(1, 32), 5.9));
    Recommendation advice = Recommendation.of(curves(runs).getFirst(), new Criteria(0.75, ""));
    assertEquals(4, advice.baselineCores());
    assertEquals(16, advice.cores());
    assertEquals(3.1 / 4, advice.choice().efficiency(), 1e-9);
    assertTrue(advice.sentence().contains(" against 4, the most measured"), advice.sentence());
    assertEquals(4, Recommendation.of(curves(runs).getFirst(), new Criteria(0.95, "")).cores());
  }

  @Test
  void oneModeMayStopWhereAnotherGoesOn() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    for (int cores = 2; cores <= 64; cores *= 2) {
      runs.addAll(runs(Samples.forkjoin(cores), Math.min(cores, 6)));
      runs.addAll(runs(Samples.mpi(1, cores), 0.8 * cores));
    }
    List<ScalingCurve> curves = curves(runs);
    assertEquals(8, Recommendation.of(curves.get(0), new Criteria(0.75, "")).cores());
    assertEquals(64, Recommendation.of(curves.get(1), new Criteria(0.75, "")).cores());
  }

  @Test
  void hugeNoiseMovesTheIntervalAndNotTheMedian() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    double[] speedups = {0.5, 1, 2, 3.7, 5, 8, 40};
    for (int i = 0; i < speedups.length; i++) {
      runs.add(Samples.run(Samples.mpi(1, 4), i + 1, SERIAL_SECONDS / speedups[i], ANSWER));
    }
    Recommendation advice = Recommendation.of(curves(runs).getFirst(), new Criteria(0.75, ""));
    assertEquals(4, advice.cores());
    assertEquals(3.7 / 4, advice.choice().efficiency(), 1e-9);
    Interval interval = advice.choice().efficiencyInterval().orElseThrow();
    assertTrue(interval.low() < 0.75 && interval.high() > 1, interval.toString());
    assertTrue(advice.sentence().contains("efficiency 92.5 % ("), advice.sentence());
  }

  @Test
  void anIntervalThatOnlyReachesTheThresholdIsNotEnough() {
    List<RunRecord> runs = new ArrayList<>(runs(Samples.serial(), 1));
    double[] speedups = {2.7, 2.8, 2.99, 3.3, 3.4};
    for (int i = 0; i < speedups.length; i++) {
      runs.add(Samples.run(Samples.mpi(1, 4), i + 1, SERIAL_SECONDS / speedups[i], ANSWER));
    }
    assertEquals(1, Recommendation.of(curves(runs).getFirst(), new Criteria(0.75, "")).cores());
  }

  @Test
  void anImpossibleThresholdIsRefused() {
    for (double threshold : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Criteria(threshold, ""));
    }
  }

  private static Recommendation advice(Map<Integer, Double> speedups, double threshold) {
    List<RunRecord> runs = new ArrayList<>();
    speedups.forEach((cores, speedup) -> {
      Placement placement = cores == 1 ? Samples.serial() : Samples.mpi(2, cores);
      runs.addAll(runs(placement, speedup));
    });
    return Recommendation.of(curves(runs).getFirst(), new Criteria(threshold, ""));
  }

  private static List<ScalingCurve> curves(List<RunRecord> runs) {
    return Aggregation.of(runs).problems().getFirst().curves();
  }

  /** Repetitions that differ by a percent, around the given speedup. */
  private static List<RunRecord> runs(Placement placement, double speedup) {
    return IntStream.rangeClosed(1, REPETITIONS)
        .mapToObj(
            i -> Samples.run(placement, i, SERIAL_SECONDS / speedup * (1 + 0.01 * (i - 3)), ANSWER))
        .toList();
  }
}
