package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Problem;
import hpc.exec.Workload.Checking;
import hpc.exec.Workload.Run;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class SieveWorkloadTest {

  /** The course's size and its answer. */
  private static final long COURSE_LIMIT = 30_000_000;

  private static final long COURSE_COUNT = 1_857_859;

  @Test
  void answersTheCoursesQuestion() {
    Outcome outcome = solve(0, COURSE_LIMIT, Checking.CHEAP);
    assertFound("1857859", "Legendre's recursion", outcome);
  }

  @Test
  void checksPowersAgainstTheTables() {
    assertFound("78498", "pi(10^6), OEIS A006880", solve(1, 1_000_000, Checking.CHEAP));
    assertFound("82025", "pi(2^20), OEIS A007053", solve(2, 1 << 20, Checking.CHEAP));
  }

  @Test
  void leavesFarIntervalsUncheckedUnlessAsked() {
    long from = 1_000_000_000_000L;
    assertEquals(Verdict.UNCHECKED, solve(from, from + 1000, Checking.CHEAP).verdict());
    Outcome verified = solve(from, from + 1000, Checking.THOROUGH);
    assertFound("37", "Miller-Rabin on every number", verified);
    assertEquals(List.of("published count", "Legendre's recursion"), notApplicable(verified));
  }

  @Test
  void aPublishedCountLeavesTheOtherCountsOut() {
    Outcome verified = solve(0, 1_000_000, Checking.THOROUGH);
    assertFound("78498", "pi(10^6), OEIS A006880; Miller-Rabin on every number", verified);
    assertEquals(List.of("proven bounds", "Legendre's recursion"), notApplicable(verified));
  }

  private static List<String> notApplicable(Outcome outcome) {
    return outcome.checks().stream()
        .filter(check -> !check.applies())
        .map(Outcome.Check::subject)
        .toList();
  }

  private static void assertFound(String count, String evidence, Outcome outcome) {
    assertEquals(
        List.of(count, Verdict.YES, evidence),
        List.of(outcome.answer(), outcome.verdict(), outcome.evidence()));
  }

  @Test
  void drawsAPieceOfALongInterval() {
    Outcome outcome = solve(0, COURSE_LIMIT, Checking.THOROUGH);
    assertEquals(Verdict.YES, outcome.verdict());
    assertTrue(
        outcome.evidence().matches("Legendre's recursion; Miller-Rabin on .* \\(seed -?\\d+\\)"),
        outcome::evidence);
  }

  @Test
  void ranksAgreeOnThePiece() {
    SieveWorkload workload =
        new SieveWorkload(new SieveProblem(0, COURSE_LIMIT, SieveAlgorithm.SEGMENTED));
    List<Outcome> outcomes =
        Executions.onRanks(
            3,
            1,
            execution -> {
              Run run = workload.prepare(execution);
              run.solve(new PhaseClock(System::nanoTime));
              return run.outcome(Checking.THOROUGH);
            });
    assertEquals(outcomes.get(0), outcomes.get(1));
    assertEquals(outcomes.get(0), outcomes.get(2));
  }

  @Test
  void refutesAWrongCount() {
    try (Execution execution = Executions.serial()) {
      CountCheck check = new CountCheck(execution, () -> 1);
      for (SieveProblem problem :
          List.of(
              new SieveProblem(0, 1_000_000, SieveAlgorithm.SEGMENTED),
              new SieveProblem(0, COURSE_LIMIT, SieveAlgorithm.SEGMENTED),
              new SieveProblem(1L << 40, (1L << 40) + 1000, SieveAlgorithm.SEGMENTED))) {
        Outcome outcome = check.judge(problem, COURSE_COUNT + 1, Checking.THOROUGH);
        assertEquals(Verdict.NO, outcome.verdict(), outcome::evidence);
      }
    }
  }

  @Test
  void describesItselfForTheCsv() {
    Problem problem =
        new SieveWorkload(new SieveProblem(10, 99, SieveAlgorithm.SEGMENTED)).problem();
    assertEquals("from=10;limit=99", problem.canonical());
    assertEquals(99, problem.size());
    assertEquals(90, problem.work());
    assertEquals("segmented", problem.algorithm());
  }

  @Test
  void tellsTheNumbersOfTheBlocksThatAreDone() {
    LongAdder done = new LongAdder();
    try (Execution execution = Executions.threads(2)) {
      Run run =
          new SieveWorkload(new SieveProblem(0, COURSE_LIMIT, SieveAlgorithm.WHEEL), done::add)
              .prepare(execution);
      run.solve(new PhaseClock(System::nanoTime));
      run.outcome(Checking.THOROUGH);
    }
    assertEquals(COURSE_LIMIT - 1, done.sum()); // all from 2 on, once
  }

  @Test
  void takesTheKernelThatPays() {
    long many = 100_000_000_000L;
    assertEquals("scalar", kernel(COURSE_LIMIT, SieveAlgorithm.WHEEL));
    assertEquals("vector", kernel(many, SieveAlgorithm.WHEEL));
    assertEquals("scalar", kernel(many, SieveAlgorithm.SEGMENTED));
  }

  private static final SieveProblem LONG_INTERVAL =
      new SieveProblem(0, 1_000_000_000_000L, SieveAlgorithm.WHEEL);

  private static final SieveProblem SHORT_INTERVAL = LONG_INTERVAL.within(0, 1_000);

  @Test
  void theKernelOfAQuestionIsTheOneThatSieves() {
    String fast = BitKernel.forNumbers(LONG_INTERVAL.numbers()).word();
    assertEquals(fast, SieveWorkload.sum(LONG_INTERVAL).problem().kernel());
    assertEquals(fast, SieveWorkload.tuplets(LONG_INTERVAL, 2).problem().kernel());
    assertEquals(fast, nth(10_000_000_000L).kernel());
    assertEquals("scalar", SieveWorkload.sum(SHORT_INTERVAL).problem().kernel());
    assertEquals("scalar", nth(1).kernel());
  }

  @Test
  void tupletsAreSievedByTheWheelWhateverIsAsked() {
    SieveProblem odds = SHORT_INTERVAL.by(SieveAlgorithm.ODDS);
    assertEquals("wheel", SieveWorkload.tuplets(odds, 2).problem().algorithm());
  }

  private static Problem nth(long k) {
    return SieveWorkload.nth(SHORT_INTERVAL, k).problem();
  }

  private static String kernel(long limit, SieveAlgorithm algorithm) {
    return new SieveWorkload(new SieveProblem(0, limit, algorithm)).problem().kernel();
  }

  @Test
  void booksItsTime() {
    try (Execution execution = Executions.serial()) {
      Run run =
          new SieveWorkload(new SieveProblem(0, 10_000, SieveAlgorithm.SEGMENTED))
              .prepare(execution);
      PhaseClock clock = new PhaseClock(System::nanoTime);
      run.solve(clock);
      assertTrue(clock.seconds(Phase.COMPUTE) > 0);
      assertTrue(clock.seconds(Phase.COMMUNICATION) > 0);
    }
  }

  private static Outcome solve(long from, long limit, Checking checking) {
    try (Execution execution = Executions.threads(2)) {
      Run run =
          new SieveWorkload(new SieveProblem(from, limit, SieveAlgorithm.SEGMENTED))
              .prepare(execution);
      run.solve(new PhaseClock(System::nanoTime));
      return run.outcome(checking);
    }
  }
}
