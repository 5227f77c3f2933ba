package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownCountsTest {

  @Test
  void tablesAgreeWithLegendresRecursion() {
    for (int k = 0; k <= 36; k++) {
      assertEquals(LegendreCount.upTo(1L << k), KnownCounts.pi(1L << k).orElseThrow().count());
    }
    for (long x = 1; x <= 10_000_000_000L; x *= 10) {
      assertEquals(LegendreCount.upTo(x), KnownCounts.pi(x).orElseThrow().count());
    }
  }

  @Test
  void tablesGrowAsTheBoundsSay() {
    for (int k = 0; k <= 62; k++) {
      long x = 1L << k;
      KnownCounts.pi(x).ifPresent(pi -> assertTrue(KnownCounts.possible(0, x, pi.count())));
    }
    for (long x = 1; x <= 100_000_000_000_000_000L; x *= 10) {
      assertTrue(KnownCounts.possible(2, x, KnownCounts.pi(x).orElseThrow().count()));
    }
  }

  @Test
  void otherNumbersAreNotInTheTables() {
    assertEquals(Optional.empty(), KnownCounts.pi(0));
    assertEquals(Optional.empty(), KnownCounts.pi(30_000_000));
    assertEquals(Optional.empty(), KnownCounts.pi(Long.MAX_VALUE));
  }

  @Test
  void boundsRefuteCountsThatAreOffByAFewPerCent() {
    assertTrue(KnownCounts.possible(0, 30_000_000, 1_857_859));
    assertFalse(KnownCounts.possible(0, 30_000_000, 1_700_000));
    assertFalse(KnownCounts.possible(0, 30_000_000, 1_900_000));
  }

  @Test
  void boundsHoldForShortIntervalsFarOut() {
    long from = 1_000_000_000_000_000_000L;
    assertTrue(KnownCounts.possible(from, from + 10_000_000, 241_295));
    assertFalse(KnownCounts.possible(from, from + 10_000_000, 1_300_000));
    assertTrue(KnownCounts.possible(Long.MAX_VALUE, Long.MAX_VALUE, 0));
  }

  @Test
  void anEmptyIntervalHoldsNoPrimes() {
    assertTrue(KnownCounts.possible(10, 9, 0));
    assertFalse(KnownCounts.possible(10, 9, 1));
  }
}
