package hpc.amdahl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmdahlProblemTest {

  @ParameterizedTest
  @CsvSource({
    "0.8, 1000000000, 200000000",
    "0.9, 10, 1",
    "0.9, 7, 1",
    "0.5, 1, 0",
    "0.1, 3, 3",
    "0, 5, 5",
    "1, 5, 0",
    "0.999, 1001, 1",
    "0.9, 9007199254740992, 900719925474099"
  })
  void thePartIsTheDecimalThatWasWritten(double parallel, long steps, long serial) {
    AmdahlProblem problem = new AmdahlProblem(parallel, steps, 0, 1);
    assertEquals(serial, problem.serialSteps());
    assertEquals(steps - serial, problem.parallelSteps());
  }

  @Test
  void equalSharesDifferByAStepAtMost() {
    assertArrayEquals(new long[] {0, 2, 4, 6, 7, 8, 9, 10}, all(10, 0, 1).shares(7));
    assertArrayEquals(new long[] {0, 1, 2, 2, 2}, all(2, 0, 1).shares(4));
    assertArrayEquals(new long[] {0, 10}, all(10, 0, 1).shares(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.2, 0.2, 0.5, 1})
  void jitterMovesStepsFromShareToShare(double jitter) {
    long steps = 1_000_000_007;
    for (int workers : new int[] {1, 2, 3, 7, 1000}) {
      long[] begins = all(steps, jitter, 1).shares(workers);
      assertArrayEquals(begins, all(steps, jitter, 1).shares(workers), "again the same");
      assertEquals(workers + 1, begins.length);
      assertEquals(0, begins[0]);
      assertEquals(steps, begins[workers]);
      double least = 1.0 - Math.max(0, -jitter);
      double most = 1.0 + Math.max(0, jitter);
      double mean = (double) steps / workers;
      for (int worker = 0; worker < workers; worker++) {
        long share = begins[worker + 1] - begins[worker];
        assertTrue(share >= Math.floor(mean * least / most), () -> "share " + share);
        assertTrue(least == 0 || share <= Math.ceil(mean * most / least), () -> "share " + share);
      }
    }
  }

  @Test
  void anotherSeedDrawsOtherShares() {
    assertFalse(Arrays.equals(all(1000, 0.5, 1).shares(3), all(1000, 0.5, 2).shares(3)));
    assertArrayEquals(all(1000, 0, 1).shares(3), all(1000, 0, 2).shares(3));
  }

  @ParameterizedTest
  @CsvSource({
    "-0.1, 1, 0, --parallel -0.1: accepted: 0 to 1",
    "1.5, 1, 0, --parallel 1.5: accepted: 0 to 1",
    "NaN, 1, 0, --parallel NaN: accepted: 0 to 1",
    "0.5, 0, 0, --work 0: accepted: 1 to 2^53 steps",
    "0.5, 9007199254740993, 0, --work 9007199254740993: accepted: 1 to 2^53 steps",
    "0.5, 1, 1.1, --jitter 1.1: accepted: -1 to 1",
    "0.5, 1, NaN, --jitter NaN: accepted: -1 to 1"
  })
  void whatMakesNoSenseIsRefusedInOneLine(
      double parallel, long steps, double jitter, String expected) {
    assertEquals(
        expected,
        assertThrows(
                IllegalArgumentException.class, () -> new AmdahlProblem(parallel, steps, jitter, 1))
            .getMessage());
  }

  private static AmdahlProblem all(long parallelSteps, double jitter, long seed) {
    return new AmdahlProblem(1, parallelSteps, jitter, seed);
  }
}
