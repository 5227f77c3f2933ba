package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.math.BigInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrimeSumTest {

  /** OEIS A046731: the sum of the primes below 10^k. */
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "10, 17",
    "100, 1060",
    "1000, 76127",
    "1000000, 37550402023",
    "10000000, 3203324994356"
  })
  void addsThePrimesUpToPowersOfTen(long limit, BigInteger expected) {
    assertEquals(expected, sum(0, limit));
  }

  @Test
  void isExactBeyond64Bits() {
    long from = Long.MAX_VALUE - 2_000;
    BigInteger expected =
        LongStream.rangeClosed(0, 2_000)
            .map(i -> from + i)
            .filter(MillerRabin::isPrime)
            .mapToObj(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    assertEquals(expected, sum(from, Long.MAX_VALUE));
  }

  @Test
  void anEmptyIntervalSumsToZero() {
    assertEquals(BigInteger.ZERO, sum(10, 9));
  }

  private static BigInteger sum(long from, long limit) {
    try (Execution execution = Executions.threads(2)) {
      return new PrimeSum(new SieveProblem(from, limit, SieveAlgorithm.WHEEL))
          .compute(execution, new PhaseClock(System::nanoTime));
    }
  }
}
