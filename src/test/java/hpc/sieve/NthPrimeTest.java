package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NthPrimeTest {

  /** p(k): OEIS A006988 for powers of ten. */
  @ParameterizedTest
  @CsvSource({
    "1, 2",
    "2, 3",
    "3, 5",
    "4, 7",
    "10, 29",
    "9999, 104723",
    "10000, 104729",
    "10001, 104743",
    "1000000, 15485863",
    "10000000, 179424673"
  })
  void findsPrimesByTheirNumber(long k, long expected) {
    assertEquals(expected, find(0, k));
  }

  @Test
  void countsTheStartWhenItIsPrime() {
    assertEquals(7, find(7, 1));
    assertEquals(11, find(8, 1));
    assertEquals(1_000_000_007, find(1_000_000_000, 1)); // the least prime of ten digits
  }

  @Test
  void findsTheLastPrimeOfAllAndSaysWhenThereIsNone() {
    // the largest prime below 2^63 is 2^63 - 25 (t5k.org, Primes just less than 2^n); near it a
    // number is prime once in 44
    long last = Long.MAX_VALUE - 24;
    assertEquals(last, find(last, 1));
    String message =
        assertThrows(IllegalArgumentException.class, () -> find(last + 1, 1)).getMessage();
    assertEquals(
        "--nth 1: from 9223372036854775784 on there are fewer primes up to 9223372036854775807;"
            + " accepted: a smaller K",
        message);
  }

  @Test
  void isTheSameOnEveryRank() {
    List<Long> found =
        Executions.onRanks(
            3,
            1,
            execution ->
                new NthPrime(new SieveProblem(0, 0, SieveAlgorithm.WHEEL), 1_000_000)
                    .find(execution, new PhaseClock(System::nanoTime)));
    assertEquals(List.of(15_485_863L, 15_485_863L, 15_485_863L), found); // OEIS A006988
  }

  /** pi(2^63) = 216289611853439384, OEIS A007053. */
  @Test
  void moreThanThereAreIsRefusedBeforeAnythingIsSieved() {
    SieveProblem all = new SieveProblem(0, 0, SieveAlgorithm.WHEEL);
    assertTrue(new NthPrime(all, 216_289_611_853_439_384L).searched().limit() > 1L << 62);
    for (long k :
        new long[] {216_289_611_853_439_385L, 1_000_000_000_000_000_000L, Long.MAX_VALUE}) {
      assertEquals(
          "--nth %s: from 0 on there are no more than 216289611853439384 primes up to 9223372036854775807; accepted: a smaller K"
              .formatted(k),
          assertThrows(IllegalArgumentException.class, () -> new NthPrime(all, k)).getMessage());
    }
    SieveProblem far = new SieveProblem(1L << 62, 0, SieveAlgorithm.WHEEL);
    assertThrows(IllegalArgumentException.class, () -> new NthPrime(far, 150_000_000_000_000_000L));
  }

  @Test
  void refusesNumbersBelowOne() {
    String message = assertThrows(IllegalArgumentException.class, () -> find(0, 0)).getMessage();
    assertEquals("--nth 0: accepted: 1 or more", message);
  }

  private static long find(long from, long k) {
    try (Execution execution = Executions.threads(2)) {
      return new NthPrime(new SieveProblem(from, from, SieveAlgorithm.WHEEL), k)
          .find(execution, new PhaseClock(System::nanoTime));
    }
  }
}
