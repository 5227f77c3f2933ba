package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Problem;
import org.junit.jupiter.api.Test;

class PrimeQuestionTest {

  private static final SieveProblem LONG_INTERVAL =
      new SieveProblem(0, 1_000_000_000_000L, SieveAlgorithm.WHEEL);

  private static final SieveProblem SHORT_INTERVAL = LONG_INTERVAL.within(0, 1_000);

  @Test
  void theKernelIsTheOneThatSieves() {
    String fast = BitKernel.forNumbers(LONG_INTERVAL.numbers()).word();
    assertEquals(fast, PrimeQuestion.sum(LONG_INTERVAL).problem().kernel());
    assertEquals(fast, PrimeQuestion.tuplets(LONG_INTERVAL, 2).problem().kernel());
    assertEquals(fast, nth(10_000_000_000L).kernel());
    assertEquals("scalar", PrimeQuestion.sum(SHORT_INTERVAL).problem().kernel());
    assertEquals("scalar", nth(1).kernel());
  }

  @Test
  void tupletsAreSievedByTheWheelWhateverIsAsked() {
    SieveProblem odds = SHORT_INTERVAL.by(SieveAlgorithm.ODDS);
    assertEquals("wheel", PrimeQuestion.tuplets(odds, 2).problem().algorithm());
  }

  private static Problem nth(long k) {
    return PrimeQuestion.nth(SHORT_INTERVAL, k).problem();
  }
}
