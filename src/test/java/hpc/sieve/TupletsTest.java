package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TupletsTest {

  /** {@code primesieve 1e8 -ck}, primesieve 11.0; twins also OEIS A007508. */
  @ParameterizedTest
  @CsvSource({"2, 440312", "3, 111156", "4, 4768", "5, 1383", "6, 82"})
  void countsWhatPrimesieveCounts(int k, long expected) {
    try (Execution execution = Executions.threads(3)) {
      assertEquals(expected, count(execution, 0, 100_000_000, k));
    }
  }

  @Test
  void countsByDefinitionOnEverySmallInterval() {
    try (Execution execution = Executions.serial()) {
      for (int k = 2; k <= 6; k++) {
        for (long from = 0; from <= 40; from++) {
          for (long limit = 0; limit <= 130; limit++) {
            assertEquals(
                defined(from, limit, k),
                count(execution, from, limit, k),
                "k = %s in [%s, %s]".formatted(k, from, limit));
          }
        }
      }
    }
  }

  @Test
  void countsByDefinitionOnRandomIntervals() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (Execution execution = Executions.serial()) {
      for (int i = 0; i < 30; i++) {
        long from = random.nextLong(1L << random.nextInt(10, 44));
        long limit = from + random.nextInt(100_000);
        int k = random.nextInt(2, 7);
        assertEquals(
            defined(from, limit, k),
            count(execution, from, limit, k),
            "k = %s in [%s, %s], seed %s".formatted(k, from, limit, seed));
      }
    }
  }

  @Test
  void blocksOfRanksAndThreadsLoseNoTupletAtTheirBorders() {
    List<Long> counts = Executions.onRanks(3, 2, execution -> count(execution, 0, 100_000_000, 2));
    assertEquals(List.of(440_312L, 440_312L, 440_312L), counts);
  }

  @Test
  void printsThemInOrder() {
    assertEquals("(3, 5)\n(5, 7)\n(11, 13)\n(17, 19)\n(29, 31)\n", list(0, 40, 2));
    assertEquals(
        "(5, 7, 11)\n(7, 11, 13)\n(11, 13, 17)\n(13, 17, 19)\n(17, 19, 23)\n", list(0, 36, 3));
    assertEquals("(7, 11, 13, 17, 19, 23)\n", list(5, 50, 6));
    assertEquals("(29, 31)\n", list(29, 31, 2));
    assertEquals("", list(30, 40, 2));
    assertEquals("", list(29, 30, 2));
  }

  @Test
  void refusesOtherSizesNamingTheOption() {
    SieveProblem problem = new SieveProblem(0, 10, SieveAlgorithm.WHEEL);
    for (int k : List.of(1, 7)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new Tuplets(problem, k)).getMessage();
      assertEquals("--tuplets " + k + ": accepted: 2 to 6", message);
    }
  }

  /** Tests every number for every constellation, by Miller and Rabin. */
  private static long defined(long from, long limit, int k) {
    long[][][] constellations = {
      {{2}}, {{2, 6}, {4, 6}}, {{2, 6, 8}}, {{2, 6, 8, 12}, {4, 6, 10, 12}}, {{4, 6, 10, 12, 16}}
    };
    long count = 0;
    for (long least = from; least <= limit; least++) {
      for (long[] offsets : constellations[k - 2]) {
        boolean all = least + offsets[k - 2] <= limit && MillerRabin.isPrime(least);
        for (int i = 0; all && i < offsets.length; i++) {
          all = MillerRabin.isPrime(least + offsets[i]);
        }
        count += all ? 1 : 0;
      }
    }
    return count;
  }

  private static long count(Execution execution, long from, long limit, int k) {
    return new Tuplets(new SieveProblem(from, limit, SieveAlgorithm.WHEEL), k)
        .count(execution, new PhaseClock(System::nanoTime));
  }

  private static String list(long from, long limit, int k) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Execution execution = Executions.threads(2)) {
      new Tuplets(new SieveProblem(from, limit, SieveAlgorithm.WHEEL), k).write(execution, out);
    }
    return out.toString(US_ASCII);
  }
}
