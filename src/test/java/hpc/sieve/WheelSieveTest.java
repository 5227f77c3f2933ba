package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel with caches so small that every path is taken, and with either kernel. */
class WheelSieveTest {

  /** Blocks of 1 KiB, slices and segments of 2 KiB: primes above 4096 are large. */
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
          () -> "[%s, %s], seed %s".formatted(first, last, seed));
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void bucketsLoseNoPrime(CacheSizes caches, BitKernel kernel) {
    for (long first : List.of(9_999_999_999_983L, 1_000_000_000_000_037L, 123_456_789_012_345L)) {
      for (long length : List.of(1L, 31L, 61_440L, 61_441L, 10_000_019L)) {
        long last = first + length - 1;
        long expected = segmented(last, caches).count(first, last);
        assertEquals(
            expected,
            sieve(last, length, caches, kernel).count(first, last),
            () -> "[%s, %s]".formatted(first, last));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1_000_000_000_000_000_000L, Long.MAX_VALUE - 3_000_016})
  void bucketsReachTheEndOfTheNumbers(long first) {
    long last = first + 3_000_016;
    long expected = segmented(last, SERVER).count(first, last);
    for (CacheSizes caches : List.of(TINY, SERVER)) {
      assertEquals(
          expected, sieve(last, last - first + 1, caches, new ScalarBits()).count(first, last));
    }
    LongStream.Builder listed = LongStream.builder();
    sieve(last, 20_000, TINY, new ScalarBits()).forEach(last - 19_999, last, listed);
    assertArrayEquals(
        LongStream.rangeClosed(last - 19_999, last).filter(MillerRabin::isPrime).toArray(),
        listed.build().toArray());
  }

  /** A block in parts, for want of memory, and squares of primes that come late in a block. */
  @ParameterizedTest
  @ValueSource(longs = {0, 100_000, 1L << 40})
  void aPartOfTheBlockAtATimeIsAsGood(long bucketLongs) {
    for (long first : List.of(0L, 20_000_000L, 1_000_000_000_000L)) {
      long last = first + 30_000_000;
      long expected = segmented(last, TINY).count(first, last);
      WheelSieve sieve = sieve(last, 30_000_001, TINY, new ScalarBits(), bucketLongs);
      assertEquals(expected, sieve.count(first, last), "from " + first);
      assertEquals(expected, sieve.count(first, last), "from " + first + " again");
    }
  }

  @Test
  void everyCoreHasABlock() {
    long limit = 1_000_000_000_300_000_000L;
    assertEquals(
        2, new Blocks(2, 300_000_001, WheelPlan.blockLength(300_000_000, limit, 2)).count());
    // a block of less than a quarter of the root is not worth a core
    assertEquals(
        2, new Blocks(2, 300_000_001, WheelPlan.blockLength(300_000_000, limit, 8)).count());
    assertEquals(
        128,
        new Blocks(2, 40_000_000_001L, WheelPlan.blockLength(40_000_000_000L, 40_000_000_001L, 4))
            .count());
    assertEquals(
        1, new Blocks(2, 3_000_000, WheelPlan.blockLength(2_999_999, 3_000_000, 64)).count());
  }

  private static SegmentedSieve segmented(long limit, CacheSizes caches) {
    BitKernel kernel = new ScalarBits();
    return new SegmentedSieve(
        SievingPrimes.upToRootOf(limit, new PreSieve(kernel), kernel, caches));
  }

  private static WheelSieve sieve(
      long limit, long blockNumbers, CacheSizes caches, BitKernel kernel) {
    return sieve(limit, blockNumbers, caches, kernel, LargePrimes.fairShare());
  }

  private static WheelSieve sieve(
      long limit, long blockNumbers, CacheSizes caches, BitKernel kernel, long bucketLongs) {
    PreSieve preSieve = new PreSieve(kernel);
    SievingPrimes primes = SievingPrimes.upToRootOf(limit, preSieve, kernel, caches);
    return new WheelSieve(
        new WheelPlan(limit, blockNumbers, primes, preSieve, kernel, caches, bucketLongs));
  }
}
