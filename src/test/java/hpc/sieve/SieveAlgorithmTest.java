package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every algorithm owes, on every execution that it runs on. */
class SieveAlgorithmTest {

  /** pi(10^k), OEIS A006880. */
  private static final long[] PI_OF_POWERS_OF_TEN = {
    0, 4, 25, 168, 1229, 9592, 78498, 664579, 5761455
  };

  /** Numbers around which sieves go wrong: first primes, words, segments, squares of primes. */
  private static final long[] CORNERS = {
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    9,
    25,
    29,
    30,
    31,
    49,
    60,
    121,
    210,
    841,
    961,
    65_521L * 65_521,
    65_537L * 65_537,
    (1L << 31) - 1,
    1L << 32,
    1_000_003L * 1_000_003,
    2_147_483_647L * 2_147_483_647,
    2_147_483_659L * 2_147_483_659L,
    3_037_000_493L * 3_037_000_493L
  };

  static Stream<Arguments> spread() {
    return Stream.of(SieveAlgorithm.values())
        .flatMap(algorithm ->
            Stream.of(1, 2, 3)
                .filter(threads -> threads == 1 || algorithm.divisible())
                .map(threads -> Arguments.of(algorithm, threads)));
  }

  @ParameterizedTest
  @MethodSource("spread")
  void countsThePrimesUpToPowersOfTen(SieveAlgorithm algorithm, int threads) {
    try (Execution execution = threads == 1 ? Executions.serial() : Executions.threads(threads)) {
      long limit = 1;
      for (long expected : PI_OF_POWERS_OF_TEN) {
        assertEquals(expected, count(execution, 0, limit, algorithm), "pi(" + limit + ")");
        limit *= 10;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithMillerRabinOnEveryIntervalOfSmallNumbers(SieveAlgorithm algorithm) {
    try (Execution execution = Executions.serial()) {
      for (long from = 0; from <= 70; from++) {
        for (long limit = 0; limit <= 70; limit++) {
          assertEquals(
              from > limit ? 0 : MillerRabin.count(from, limit),
              count(execution, from, limit, algorithm),
              "[%s, %s]".formatted(from, limit));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithMillerRabinAroundCornersUpToTheEndOfTheNumbers(SieveAlgorithm algorithm) {
    // the others would need gigabytes
    long limit = algorithm.divisible() ? Long.MAX_VALUE : 1 << 20;
    BlockSieve sieve = algorithm.workers(new SieveProblem(0, limit, algorithm), 20_000).get();
    for (long corner : CORNERS) {
      if (corner < limit) {
        assertAgrees(sieve, Math.max(0, corner - 100), corner + 100);
        assertAgrees(sieve, corner, corner);
      }
      if (corner < Math.min(limit, 1L << 40)) { // far out each call costs a walk over all primes
        assertAgrees(sieve, Math.max(0, corner - 1), Math.max(0, corner - 1));
        assertAgrees(sieve, corner + 1, corner + 1);
      }
    }
    assertAgrees(sieve, limit - 10_000, limit);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithMillerRabinOnRandomIntervals(SieveAlgorithm algorithm) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Execution execution = Executions.serial()) {
      for (int i = 0; i < 30; i++) {
        int bits = random.nextInt(1, algorithm.divisible() ? 50 : 22);
        long from = random.nextLong(1L << bits);
        long limit = from + random.nextLong(20_000);
        assertEquals(
            MillerRabin.count(from, limit),
            count(execution, from, limit, algorithm),
            "[%s, %s], seed %s".formatted(from, limit, seed));
      }
    }
  }

  static Stream<SieveAlgorithm> divisible() {
    return Stream.of(SieveAlgorithm.values()).filter(SieveAlgorithm::divisible);
  }

  @ParameterizedTest
  @MethodSource("divisible")
  void ranksTogetherCountWhatOneCounts(SieveAlgorithm algorithm) {
    for (long limit : List.of(1L, 100L, 5_000_000L, 10_000_000L)) {
      List<Long> counts =
          Executions.onRanks(3, 2, execution -> count(execution, 0, limit, algorithm));
      long whole = LegendreCount.upTo(limit);
      assertEquals(List.of(whole, whole, whole), counts, "pi(" + limit + ")");
    }
  }

  private static void assertAgrees(BlockSieve sieve, long first, long last) {
    assertEquals(
        MillerRabin.count(first, last),
        sieve.count(first, last),
        () -> "[%s, %s]".formatted(first, last));
  }

  private static long count(Execution execution, long from, long limit, SieveAlgorithm algorithm) {
    return new BlockTally(execution)
        .count(new SieveProblem(from, limit, algorithm), new PhaseClock(System::nanoTime));
  }
}
