package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import hpc.nativecode.NativeLanguage;
import hpc.nativecode.Natives;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(1200)
class NativeSegmentsTest {

  private final long seed = Long.getLong("hpc.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeEach
  void needsTheLibrary() {
    Natives.require(NativeLanguage.C_OPENMP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void countsUpToAnyLimitOnAnyThreads(int threads) {
    LongStream.Builder limits = LongStream.builder();
    LongStream.range(0, 300).forEach(limits);
    for (int power = 9; power < 26; power++) { // a segment has 2^16 numbers, a block 2^24
      LongStream.rangeClosed((1L << power) - 2, (1L << power) + 2).forEach(limits);
    }
    try (Execution execution = threads == 1 ? Executions.serial() : Executions.threads(threads)) {
      limits
          .build()
          .forEach(limit ->
              assertEquals(
                  LegendreCount.upTo(limit), count(execution, 0, limit), "pi(" + limit + ")"));
    }
  }

  @Test
  void countsAndListsWhatMillerRabinFindsInRandomIntervals() {
    for (int i = 0; i < 60; i++) {
      long first = random.nextLong(1L << random.nextInt(1, 44));
      long last = first + random.nextInt(200_000);
      BlockSieve sieve = sieve(last);
      LongStream.Builder listed = LongStream.builder();
      sieve.forEach(first, last, listed);
      long[] primes = LongStream.rangeClosed(first, last).filter(MillerRabin::isPrime).toArray();
      String where = "[%s, %s], seed %s".formatted(first, last, seed);
      assertArrayEquals(primes, listed.build().toArray(), where);
      assertEquals(primes.length, sieve.count(first, last), where);
    }
  }

  @Test
  void intervalsOfSmallNumbersAreRight() {
    for (long first = 0; first <= 40; first++) {
      for (long last = first; last <= 70; last++) {
        assertEquals(
            MillerRabin.count(first, last),
            sieve(last).count(first, last),
            "[%s, %s]".formatted(first, last));
      }
    }
  }

  @Test
  void ranksWithThreadsTogetherCountWhatOneCounts() {
    List<Long> counts = Executions.onRanks(3, 2, execution -> count(execution, 12_345, 98_765_432));
    long whole = LegendreCount.upTo(98_765_432) - LegendreCount.upTo(12_344);
    assertEquals(List.of(whole, whole, whole), counts);
  }

  private static SieveProblem problem(long from, long limit) {
    return new SieveProblem(
        from, limit, SieveAlgorithm.SEGMENTED, CacheSizes.USUAL, SieveKernel.C_OPENMP);
  }

  private static BlockSieve sieve(long limit) {
    return SieveAlgorithm.SEGMENTED.workers(problem(0, limit), limit + 1).get();
  }

  private static long count(Execution execution, long from, long limit) {
    return new BlockTally(execution).count(problem(from, limit), new PhaseClock(System::nanoTime));
  }
}
