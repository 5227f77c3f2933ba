package hpc.amdahl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Layout;
import hpc.exec.Mode;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload.Checking;
import hpc.exec.Workload.Run;
import hpc.mpi.SingleProcess;
import hpc.mpi.ThreadRanks;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmdahlWorkloadTest {

  private static final List<Double> PARTS = List.of(0.0, 0.3, 0.9, 1.0);
  private static final List<Double> JITTERS = List.of(0.0, 0.5, -1.0);

  /** The sums by a loop of Python. */
  @ParameterizedTest
  @CsvSource({
    "1, 48271",
    "2, 182654065",
    "3, 1474048951",
    "7, 538245532",
    "1000, 77684862",
    "10007, 1594257027",
    "3145729, 568265521"
  })
  void theAnswerIsTheSameInEveryLayoutAndDivision(long steps, String sum) {
    for (double parallel : PARTS) {
      for (double jitter : JITTERS) {
        AmdahlWorkload workload = workload(parallel, steps, jitter);
        try (Execution serial = serial()) {
          assertSum(sum, workload, serial);
        }
        for (int threads : new int[] {1, 2, 3, 7}) {
          try (Execution execution =
              new Execution(Mode.FORKJOIN, new ForkJoinRanges(threads), new SingleProcess())) {
            assertSum(sum, workload, execution);
          }
        }
        for (int ranks : new int[] {1, 2, 3, 7}) {
          ThreadRanks.run(
              ranks,
              communicator -> {
                try (Execution execution =
                    new Execution(Mode.MPI, new ForkJoinRanges(2), communicator)) {
                  assertSum(sum, workload, execution);
                  return execution.cores();
                }
              });
        }
      }
    }
  }

  private static void assertSum(String sum, AmdahlWorkload workload, Execution execution) {
    Run run = workload.prepare(execution);
    run.solve(new PhaseClock(System::nanoTime));
    Outcome outcome = run.outcome(Checking.CHEAP);
    assertEquals(sum, outcome.answer(), () -> workload + " on " + execution.cores());
    assertEquals(Verdict.YES, outcome.verdict());
  }

  @Test
  void aSumThatIsNotThatOfTheSeriesIsWrong() {
    try (Execution execution = serial()) {
      Outcome unsolved = workload(0.9, 3, 0).prepare(execution).outcome(Checking.CHEAP);
      assertEquals(Verdict.NO, unsolved.verdict());
      assertEquals("sum of the series gives 1474048951", unsolved.evidence());
    }
  }

  @Test
  void everyStepIsTakenOnceAndTold() {
    long steps = 3_145_729;
    LongAdder told = new LongAdder();
    AmdahlWorkload workload = new AmdahlWorkload(new AmdahlProblem(0.7, steps, 0.2, 5), told::add);
    try (Execution execution =
        new Execution(Mode.FORKJOIN, new ForkJoinRanges(3), new SingleProcess())) {
      workload.prepare(execution).solve(new PhaseClock(System::nanoTime));
    }
    assertEquals(steps, told.sum());
  }

  @Test
  void describesItselfForTheCsv() {
    Problem problem = workload(0.9, 1000, 0).problem();
    assertEquals("parallel=0.9;work=1000", problem.canonical());
    assertEquals(1000, problem.work());
    assertEquals(1000, problem.size());
    assertEquals(
        "parallel=0.9;work=1000;jitter=0.5;seed=1", workload(0.9, 1000, 0.5).problem().canonical());
  }

  @Test
  void saysBeforehandWhatTheLawAllows() {
    assertEquals(
        "100 steps on one core, then 900 on 2 cores, at most 450 on each: speedup at most 1.82",
        workload(0.9, 1000, 0).plan(new Layout(Mode.FORKJOIN, 1, 2)).orElseThrow());
    assertEquals(
        "100 steps on one core, then 900 on 1 core, at most 900 on each: speedup at most 1.00",
        workload(0.9, 1000, 0).plan(new Layout(Mode.SERIAL, 1, 1)).orElseThrow());
  }

  @Test
  void booksItsTime() {
    try (Execution execution = serial()) {
      PhaseClock clock = new PhaseClock(System::nanoTime);
      workload(0.5, 10_000, 0).prepare(execution).solve(clock);
      assertTrue(clock.seconds(Phase.COMPUTE) > 0);
      assertTrue(clock.seconds(Phase.COMMUNICATION) > 0);
    }
  }

  private static AmdahlWorkload workload(double parallel, long steps, double jitter) {
    return new AmdahlWorkload(new AmdahlProblem(parallel, steps, jitter, 1), _ -> {});
  }

  private static Execution serial() {
    return new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess());
  }
}
