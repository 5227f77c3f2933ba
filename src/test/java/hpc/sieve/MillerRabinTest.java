package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MillerRabinTest {

  /** The least strong pseudoprimes to the first 1, 2, ... 9 prime bases, OEIS A014233. */
  private static final long[] STRONG_PSEUDOPRIMES = {
    2047,
    1_373_653,
    25_326_001,
    3_215_031_751L,
    2_152_302_898_747L,
    3_474_749_660_383L,
    341_550_071_728_321L,
    3_825_123_056_546_413_051L
  };

  /** The largest primes below 2^31, 2^32, 2^62 and 2^63 (t5k.org, Primes just less than 2^n). */
  private static final long[] PRIMES = {
    (1L << 31) - 1, (1L << 32) - 5, (1L << 62) - 57, Long.MAX_VALUE - 24
  };

  @Test
  void knowsTheNumberOfPrimesBelowOneMillion() {
    assertEquals(78_498, MillerRabin.count(0, 1_000_000)); // OEIS A006880
  }

  @Test
  void isNotFooledByStrongPseudoprimes() {
    for (long number : STRONG_PSEUDOPRIMES) {
      assertFalse(MillerRabin.isPrime(number), () -> Long.toString(number));
    }
  }

  @Test
  void knowsTheLargestPrimesOfTheirSize() {
    for (long prime : PRIMES) {
      assertTrue(MillerRabin.isPrime(prime), () -> Long.toString(prime));
    }
    assertEquals(0, MillerRabin.count(Long.MAX_VALUE - 23, Long.MAX_VALUE));
  }

  @Test
  void agreesWithBigIntegerOnRandomNumbersOfAllSizes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      long number = random.nextLong() >>> random.nextInt(1, 63);
      assertEquals(
          BigInteger.valueOf(number).isProbablePrime(100),
          MillerRabin.isPrime(number),
          () -> number + ", seed " + seed);
    }
  }
}
