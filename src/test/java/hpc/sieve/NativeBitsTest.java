package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.Natives;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(1200)
class NativeBitsTest {

  /** So small that primes of all sizes occur, and segments end everywhere. */
  private static final CacheSizes TINY = new CacheSizes(1 << 10, 1 << 13);

  private static final CacheSizes SERVER = new CacheSizes(48 << 10, 2 << 20);

  private final long seed = Long.getLong("hpc.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "C_OPENMP")
  void countsUpToAnyLimit(NativeLanguage language) {
    Natives.require(language);
    BitKernel kernel = new NativeBits(language);
    LongStream.Builder limits = LongStream.builder();
    LongStream.range(0, 300).forEach(limits);
    for (int power = 9; power < 25; power++) {
      LongStream.rangeClosed((1L << power) - 2, (1L << power) + 2).forEach(limits);
    }
    // edges of segments, 2 KiB and 512 KiB of 30 numbers each
    for (long edge : List.of(61_440L, 122_880L, 15_728_640L, 31_457_280L)) {
      LongStream.rangeClosed(edge - 2, edge + 2).forEach(limits);
    }
    limits
        .build()
        .forEach(limit -> {
          CacheSizes caches = limit % 2 == 0 ? TINY : SERVER;
          WheelSieve sieve = sieve(limit, limit + 1, caches, kernel);
          assertEquals(LegendreCount.upTo(limit), sieve.count(0, limit), "pi(" + limit + ")");
        });
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "C_OPENMP")
  void listsWhatMillerRabinFindsInRandomIntervals(NativeLanguage language) {
    Natives.require(language);
    BitKernel kernel = new NativeBits(language);
    for (int i = 0; i < 40; i++) {
      long first = random.nextLong() >>> random.nextInt(10, 60);
      long last = first + random.nextInt(70_000);
      LongStream.Builder listed = LongStream.builder();
      sieve(last, last - first + 1, i % 2 == 0 ? TINY : SERVER, kernel)
          .forEach(first, last, listed);
      assertArrayEquals(
          LongStream.rangeClosed(first, last).filter(MillerRabin::isPrime).toArray(),
          listed.build().toArray(),
          () -> "[%s, %s], seed %s".formatted(first, last, seed));
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "C_OPENMP")
  void eachOperationDoesWhatTheScalarOneDoes(NativeLanguage language) {
    Natives.require(language);
    BitKernel kernel = new NativeBits(language);
    BitKernel scalar = new ScalarBits();
    for (int trial = 0; trial < 50; trial++) {
      int length = BitKernel.STEP * random.nextInt(1, 40);
      byte[][] patterns = new byte[3][length + 100];
      byte[] bits = new byte[length + 100];
      random.nextBytes(bits);
      for (byte[] pattern : patterns) {
        random.nextBytes(pattern);
      }
      byte[] same = bits.clone();
      int at = random.nextInt(100);
      kernel.and(bits, at, length, patterns[0], 0, patterns[1], at, patterns[2], 99 - at);
      scalar.and(same, at, length, patterns[0], 0, patterns[1], at, patterns[2], 99 - at);
      assertArrayEquals(same, bits, "seed " + seed);
      assertEquals(scalar.count(same, length), kernel.count(bits, length), "seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "C_OPENMP")
  void whatReachesBeyondAnArrayIsRefused(NativeLanguage language) {
    Natives.require(language);
    BitKernel kernel = new NativeBits(language);
    byte[] bits = new byte[128];
    int[] primes = {101};
    assertThrows(IndexOutOfBoundsException.class, () -> kernel.count(bits, 192));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernel.and(bits, 64, 128, bits, 0, bits, 0, bits, 0));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> kernel.cross(2, bits, primes, new int[1], 1, 100, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> kernel.cross(2, bits, primes, new int[1], 2, 10, 0));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "C_OPENMP")
  void theRunIsCalledByItsKernel(NativeLanguage language) {
    Natives.require(language);
    SieveKernel kernel = SieveKernel.valueOf(language.name());
    SieveProblem problem =
        new SieveProblem(0, 1_000_000, SieveAlgorithm.WHEEL, CacheSizes.USUAL, kernel);
    assertEquals(language.word(), new SieveWorkload(problem).problem().kernel());
    assertEquals(language.word(), SieveWorkload.nth(problem, 10).problem().kernel());
    // who checks it goes another way
    assertEquals(SieveKernel.AUTO, problem.by(SieveAlgorithm.SEGMENTED).kernel());
    assertEquals(kernel, problem.by(SieveAlgorithm.WHEEL).kernel());
  }

  @Test
  void onlyTheWheelHasKernels() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new SieveProblem(
                        0, 9, SieveAlgorithm.BITS, CacheSizes.USUAL, SieveKernel.FORTRAN))
            .getMessage();
    assertEquals(
        "--kernel fortran: not with --algorithm bits; accepted: auto, scalar, or --algorithm wheel",
        message);
  }

  private static WheelSieve sieve(
      long limit, long blockNumbers, CacheSizes caches, BitKernel kernel) {
    PreSieve preSieve = new PreSieve(kernel);
    SievingPrimes primes = SievingPrimes.upToRootOf(limit, preSieve, kernel, caches);
    return new WheelSieve(
        new WheelPlan(
            limit, blockNumbers, primes, preSieve, kernel, caches, LargePrimes.fairShare()));
  }
}
