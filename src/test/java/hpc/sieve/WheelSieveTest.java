package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The wheel with caches so small that every path is taken, and with either kernel. */
class WheelSieveTest {

  /** Blocks of 1 KiB, slices of 4 KiB: primes above 170 are medium, above 4096 large. */
  private static final CacheSizes TINY = new CacheSizes(1 << 10, 1 << 13);

  private static final CacheSizes ODD = new CacheSizes(1_100, 10_000);

  private static final CacheSizes SERVER = new CacheSizes(48 << 10, 1 << 20);

  static Stream<Arguments> plans() {
    return Stream.of(TINY, ODD, SERVER)
        .flatMap(caches ->
            Stream.of(new ScalarBits(), new VectorBits())
                .map(kernel -> Arguments.of(caches, kernel)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void countsLongRangesFromZero(CacheSizes caches, BitKernel kernel) {
    for (long limit : List.of(1_000L, 122_880L, 1_000_000L, 20_000_000L)) {
      WheelSieve sieve = sieve(limit, limit, caches, kernel);
      assertEquals(LegendreCount.upTo(limit), sieve.count(0, limit), "pi(" + limit + ")");
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aSieveIsUsedForManyBlocksInAnyOrder(CacheSizes caches, BitKernel kernel) {
    long limit = 10_000_000;
    Blocks blocks = new Blocks(2, limit, 1_234_567);
    WheelSieve sieve = sieve(limit, blocks.length(), caches, kernel);
    long count = 0;
    for (long block = blocks.count() - 1; block >= 0; block--) {
      count += sieve.count(blocks.first(block), blocks.last(block));
    }
    assertEquals(664_579, count); // pi(10^7), OEIS A006880
  }

  @ParameterizedTest
  @MethodSource("plans")
  void listsWhatMillerRabinFindsInRandomBlocks(CacheSizes caches, BitKernel kernel) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      long first = random.nextLong() >>> random.nextInt(10, 60);
      long last = first + random.nextInt(100_000);
      LongStream.Builder listed = LongStream.builder();
      sieve(last, last - first + 1, caches, kernel).forEach(first, last, listed);
      assertArrayEquals(
          LongStream.rangeClosed(first, last).filter(MillerRabin::isPrime).toArray(),
          listed.build().toArray(),
          () -> "[%d, %d], seed %d".formatted(first, last, seed));
    }
  }

  private static WheelSieve sieve(
      long limit, long blockNumbers, CacheSizes caches, BitKernel kernel) {
    PreSieve preSieve = new PreSieve(kernel);
    SievingPrimes primes = SievingPrimes.upToRootOf(limit, preSieve, kernel);
    return new WheelSieve(new WheelPlan(limit, blockNumbers, primes, preSieve, kernel, caches));
  }
}
