package hpc.amdahl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.PhaseClock;
import hpc.exec.Workload.Checking;
import hpc.exec.Workload.Run;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.RangeExecutor;
import hpc.parallel.SerialRanges;
import hpc.scaling.Aggregation;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.ScalingCurve;
import hpc.scaling.ScalingFit;
import hpc.scaling.ScalingLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code hpc aggregate} finds the parallel part again: in rows with noise, and where the time of a
 * run is the number of steps that its slowest core takes.
 */
class AmdahlsLawTest {

  private static final int[] CORES = {1, 2, 4, 8};
  private static final int RUNS = 5;
  private static final int SEEDS = 40;

  /** Divisible by 10 and by all numbers of cores. */
  private static final long STEPS = 80_000;

  private static final double NOISE = 0.01;
  private static final double ROUNDING = 1e-6;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 1})
  void theSlowestCoreTakesWhatTheLawSays(double parallel) {
    AmdahlProblem amdahl = new AmdahlProblem(parallel, STEPS, 0, 1);
    List<RunRecord> rows = new ArrayList<>();
    for (int cores : CORES) {
      rows.add(row(amdahl, Samples.forkjoin(cores), onThreads(amdahl, cores)));
      rows.add(row(amdahl, Samples.mpi(1, cores), onRanks(amdahl, cores)));
    }
    for (ScalingCurve curve : curves(rows)) {
      assertEquals(parallel, 1 - serialPart(curve).value(), ROUNDING, curve.mode().word());
    }
  }

  @Test
  void imbalanceLooksLikeSerialWork() {
    AmdahlProblem amdahl = new AmdahlProblem(0.9, STEPS, 1, 1);
    List<RunRecord> rows = new ArrayList<>();
    for (int cores : CORES) {
      rows.add(row(amdahl, Samples.mpi(1, cores), onRanks(amdahl, cores)));
    }
    assertTrue(serialPart(curves(rows).getFirst()).value() > 0.1 + ROUNDING);
  }

  @Test
  void theIntervalHoldsThePartAsOftenAsItSays() {
    long held = IntStream.range(0, SEEDS).filter(seed -> noisy(seed).interval().holds(0.1)).count();
    assertTrue(0.85 * SEEDS <= held, () -> "held " + held);
  }

  private static ScalingFit.Parameter noisy(int seed) {
    AmdahlProblem amdahl = new AmdahlProblem(0.9, STEPS, 0, 1);
    Random random = new Random(seed);
    List<RunRecord> rows = new ArrayList<>();
    for (int cores : CORES) {
      for (int run = 0; run < RUNS; run++) {
        double steps = amdahl.serialSteps() + (double) amdahl.parallelSteps() / cores;
        double noisy = steps * (1 + NOISE * random.nextGaussian());
        rows.add(row(amdahl, Samples.forkjoin(cores), noisy));
      }
    }
    return serialPart(curves(rows).getFirst());
  }

  /** Two numbers of cores are too few for a fit: there is Karp and Flatt's figure. */
  @Test
  void twoCoresTellThePartToo() {
    AmdahlProblem amdahl = new AmdahlProblem(0.9, STEPS, 0, 1);
    List<RunRecord> rows =
        List.of(
            row(amdahl, Samples.forkjoin(1), onThreads(amdahl, 1)),
            row(amdahl, Samples.forkjoin(2), onThreads(amdahl, 2)));
    List<PlacementFigures> placements = Aggregation.of(rows).problems().getFirst().placements();
    assertEquals(0.1, placements.getLast().serialFraction().orElseThrow(), ROUNDING);
  }

  private static List<ScalingCurve> curves(List<RunRecord> rows) {
    List<ProblemScaling> problems = Aggregation.of(rows).problems();
    assertEquals(1, problems.size());
    return problems.getFirst().curves();
  }

  private static ScalingFit.Parameter serialPart(ScalingCurve curve) {
    return curve.fits().stream()
        .filter(fit -> fit.law() == ScalingLaw.AMDAHL)
        .findFirst()
        .orElseThrow()
        .parameter("f");
  }

  /** A row whose time is so many steps, at a million a second. */
  private static RunRecord row(AmdahlProblem amdahl, Placement placement, double steps) {
    RunRecord row = Samples.run(placement, 1, steps / 1e6, answer(amdahl));
    return new RunRecord(
        row.origin(),
        row.started(),
        row.repetition(),
        row.status(),
        row.part(),
        new AmdahlWorkload(amdahl, _ -> {}).problem(),
        row.placement(),
        row.measures(),
        row.outcome(),
        row.conditions());
  }

  private static String answer(AmdahlProblem amdahl) {
    return Long.toString(Lehmer.expectedSum(amdahl.steps()));
  }

  /** Steps before and after the shares, and of the largest share. */
  private static double onThreads(AmdahlProblem amdahl, int threads) {
    CountedThreads counted = new CountedThreads(threads);
    solve(amdahl, counted, new Execution(Mode.FORKJOIN, counted, new SingleProcess()));
    return counted.onTheWay();
  }

  /** What rank 0 does before the others begin, and the most that any does then. */
  private static double onRanks(AmdahlProblem amdahl, int ranks) {
    List<CountedThreads> counted =
        ThreadRanks.run(
            ranks,
            communicator -> {
              CountedThreads mine = new CountedThreads(1);
              solve(amdahl, mine, new Execution(Mode.MPI, mine, communicator));
              return mine;
            });
    long serial = counted.getFirst().serial;
    assertTrue(counted.stream().skip(1).allMatch(rank -> rank.serial == 0));
    return serial + counted.stream().mapToLong(rank -> rank.largest).max().orElseThrow();
  }

  private static void solve(AmdahlProblem amdahl, CountedThreads counted, Execution execution) {
    Run run = new AmdahlWorkload(amdahl, counted::add).prepare(execution);
    run.solve(new PhaseClock(System::nanoTime));
    Outcome outcome = run.outcome(Checking.CHEAP);
    assertEquals(answer(amdahl), outcome.answer());
  }

  /** Threads one after the other, whose steps are counted. */
  private static final class CountedThreads implements RangeExecutor {

    private final RangeExecutor one = new SerialRanges();
    private final int threads;
    private long steps;
    private long serial;
    private long largest;

    CountedThreads(int threads) {
      this.threads = threads;
    }

    void add(long taken) {
      steps += taken;
    }

    double onTheWay() {
      return serial + largest;
    }

    @Override
    public int threads() {
      return threads;
    }

    @Override
    public void split(long from, long to, Part body) {
      assertEquals(threads, to - from, "a share for each");
      serial = steps;
      for (int thread = 0; thread < threads; thread++) {
        long before = steps;
        body.run(thread, from + thread, from + thread + 1);
        largest = Math.max(largest, steps - before);
      }
    }

    @Override
    public <S> List<S> drain(long from, long to, long grain, IntFunction<S> state, Chunk<S> body) {
      return one.drain(from, to, grain, state, body);
    }

    @Override
    public void close() {
      one.close();
    }
  }
}
