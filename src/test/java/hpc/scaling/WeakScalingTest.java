package hpc.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeakScalingTest {

  private static final long WORK = 1_000_000;
  private static final double SERIAL_FRACTION = 0.1;
  private static final double EXACT = 1e-9;

  @Test
  void gustafsonsLawIsFoundInProblemsThatGrowWithTheCores() {
    List<RunRecord> runs = new ArrayList<>(runs(WORK, Samples.serial(), 10));
    for (int cores : new int[] {2, 4, 8, 16, 32}) {
      double speedup = cores - SERIAL_FRACTION * (cores - 1);
      runs.addAll(runs(cores * WORK + cores, Samples.mpi(1, cores), 10 * cores / speedup));
    }
    List<WeakScaling> sets = Aggregation.of(runs).weak();

    assertEquals(1, sets.size());
    WeakScaling set = sets.getFirst();
    assertEquals(Mode.MPI, set.mode());
    assertEquals(WORK, set.workPerCore(), EXACT);
    assertEquals(6, set.points().size());
    WeakScaling.Point largest = set.points().getLast();
    assertEquals(32, largest.figures().placement().cores());
    assertEquals(28.9 / 32, largest.efficiency(), 1e-5);
    assertTrue(largest.efficiencyInterval().orElseThrow().holds(28.9 / 32));
    assertEquals(Optional.of(new Interval(1, 1)), set.points().getFirst().efficiencyInterval());
    ScalingFit fit = set.chosen().orElseThrow();
    assertEquals(ScalingLaw.GUSTAFSON, fit.law());
    assertEquals(SERIAL_FRACTION, fit.parameter("f").value(), 1e-4);
  }

  @Test
  void workPerCoreMayDifferByAPercentAndNoMore() {
    List<RunRecord> runs = new ArrayList<>(runs(WORK, Samples.serial(), 10));
    runs.addAll(runs(2 * WORK + 2 * WORK / 100, Samples.forkjoin(2), 10));
    runs.addAll(runs(4 * WORK + 5 * WORK / 100, Samples.forkjoin(4), 10));
    List<WeakScaling> sets = Aggregation.of(runs).weak();

    assertEquals(1, sets.size());
    assertEquals(
        List.of(1, 2),
        sets.getFirst().points().stream()
            .map(point -> point.figures().placement().cores())
            .toList());
    assertEquals(1.01, sets.getFirst().points().getLast().efficiency(), EXACT);
  }

  @Test
  void modesAreSetsOfTheirOwnWithTheSerialRunInBoth() {
    List<RunRecord> runs = new ArrayList<>(runs(WORK, Samples.serial(), 10));
    runs.addAll(runs(2 * WORK, Samples.forkjoin(2), 11));
    runs.addAll(runs(2 * WORK, Samples.mpi(1, 2), 12));
    List<WeakScaling> sets = Aggregation.of(runs).weak();

    assertEquals(List.of(Mode.FORKJOIN, Mode.MPI), sets.stream().map(WeakScaling::mode).toList());
    assertEquals(10 / 11.0, sets.get(0).points().getLast().efficiency(), EXACT);
    assertEquals(10 / 12.0, sets.get(1).points().getLast().efficiency(), EXACT);
  }

  @Test
  void oneProblemAloneIsNoSet() {
    List<RunRecord> runs = new ArrayList<>(runs(WORK, Samples.serial(), 10));
    runs.addAll(runs(WORK, Samples.forkjoin(2), 5));
    assertEquals(List.of(), Aggregation.of(runs).weak());
  }

  /** Five repetitions around {@code wallSeconds}. */
  private static List<RunRecord> runs(long work, Placement placement, double wallSeconds) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(
            i -> Samples.run(placement, i, wallSeconds * (1 + 0.01 * (i - 3)), Long.toString(work)))
        .map(run ->
            new RunRecord(
                run.origin(),
                run.started(),
                run.repetition(),
                run.status(),
                run.part(),
                Samples.sieve(work),
                run.placement(),
                run.measures(),
                run.outcome(),
                run.conditions()))
        .toList();
  }
}
