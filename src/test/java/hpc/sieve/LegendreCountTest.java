package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LegendreCountTest {

  @Test
  void agreesWithMillerRabinOnSmallNumbers() {
    long count = 0;
    for (long x = 0; x <= 3_000; x++) {
      count += MillerRabin.isPrime(x) ? 1 : 0;
      assertEquals(count, LegendreCount.upTo(x), "pi(" + x + ")");
    }
  }

  @Test
  void knowsPublishedValues() {
    assertEquals(50_847_534, LegendreCount.upTo(1_000_000_000)); // OEIS A006880
    assertEquals(203_280_221, LegendreCount.upTo(1L << 32)); // OEIS A007053
    assertEquals(4_118_054_813L, LegendreCount.upTo(100_000_000_000L)); // OEIS A006880
  }
}
