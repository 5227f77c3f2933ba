package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import hpc.rig.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random cases and edges against Debian's primesieve. */
class PrimesieveIT {

  private static final Path PRIMESIEVE = Path.of("/usr/bin/primesieve");

  private static final long MERSENNE_31 = Integer.MAX_VALUE;

  /** 2^63-25, see OEIS A013603. */
  private static final long LARGEST_PRIME = Long.MAX_VALUE - 24;

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeEach
  void primesieveIsInstalled() {
    Programs.require("primesieve");
  }

  @Test
  void countsAndTupletsAgree() throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (int i = 0; i < 20; i++) {
        long from = random.nextLong() >>> random.nextInt(1, 62);
        long limit = from + Math.min(random.nextInt(50_000_000), Long.MAX_VALUE - from);
        SieveProblem problem = new SieveProblem(from, limit, SieveAlgorithm.WHEEL);
        int k = random.nextInt(2, 7);
        PhaseClock clock = new PhaseClock(System::nanoTime);
        String what = "[%s, %s], k %s, seed %s".formatted(from, limit, k, seed);
        assertEquals(
            primesieve(Long.toString(from), Long.toString(limit), "-c1"),
            new BlockTally(execution).count(problem, clock),
            what);
        assertEquals(
            primesieve(Long.toString(from), Long.toString(limit), "-c" + k),
            new Tuplets(problem, k).count(execution, clock),
            what);
      }
    }
  }

  /** Long enough for every large prime to pass through several buckets. */
  @Test
  void longCountsFarOutAgree() throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (long start : new long[] {1L << 43, 1L << 50, 1L << 53, 1L << 58}) {
        long from = start + random.nextInt(1_000_000_000);
        long limit = from + 400_000_000 + random.nextInt(1_000_000);
        assertEquals(
            primesieve(Long.toString(from), Long.toString(limit), "-c1"),
            new BlockTally(execution)
                .count(
                    new SieveProblem(from, limit, SieveAlgorithm.WHEEL),
                    new PhaseClock(System::nanoTime)),
            "[%s, %s], seed %s".formatted(from, limit, seed));
      }
    }
  }

  @Test
  void nthPrimesAgree() throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (int i = 0; i < 20; i++) {
        long from = 1 + (random.nextLong() >>> random.nextInt(8, 62));
        long k = 1L + random.nextInt(5_000_000);
        // primesieve looks above its start, we at it as well
        assertEquals(
            primesieve(Long.toString(k), Long.toString(from - 1), "-n"),
            new NthPrime(new SieveProblem(from, from, SieveAlgorithm.WHEEL), k)
                .find(execution, new PhaseClock(System::nanoTime)),
            "--nth %s --from %s, seed %s".formatted(k, from, seed));
      }
    }
  }

  /** Beginnings and ends where off-by-one errors live, each with each of the same group. */
  static Stream<List<Long>> edges() {
    return Stream.of(
        List.of(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L),
        around(1L << 31),
        around(1L << 32),
        around(31L * 31),
        around(257L * 257),
        around(65_537L * 65_537),
        List.of(MERSENNE_31 * MERSENNE_31 - 1, MERSENNE_31 * MERSENNE_31),
        List.of(LARGEST_PRIME, Long.MAX_VALUE));
  }

  private static List<Long> around(long number) {
    return List.of(number - 2, number - 1, number, number + 1, number + 2);
  }

  /** Among them intervals of one number, prime or not, and those that end before they begin. */
  @ParameterizedTest
  @MethodSource("edges")
  void edgesAgree(List<Long> numbers) throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (long from : numbers) {
        for (long limit : numbers) {
          SieveProblem problem = new SieveProblem(from, limit, SieveAlgorithm.WHEEL);
          PhaseClock clock = new PhaseClock(System::nanoTime);
          String what = "[%s, %s]".formatted(from, limit);
          assertEquals(
              primesieve(Long.toString(from), Long.toString(limit), "-c1"),
              new BlockTally(execution).count(problem, clock),
              what);
          // beyond, each count needs all primes up to 2^31: seconds
          int largest = limit < 1L << 34 ? 6 : 1;
          for (int k = 2; k <= largest; k++) {
            assertEquals(
                primesieve(Long.toString(from), Long.toString(limit), "-c" + k),
                new Tuplets(problem, k).count(execution, clock),
                what + ", k " + k);
          }
        }
      }
    }
  }

  @Test
  void whatIsPrintedAgrees() throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (int i = 0; i < 8; i++) {
        // the first ones from 0: the least tuplets are irregular
        long from = i < 3 ? 0 : random.nextLong() >>> random.nextInt(1, 62);
        long limit = from + Math.min(random.nextInt(2_000_000), Long.MAX_VALUE - from);
        SieveProblem problem = new SieveProblem(from, limit, SieveAlgorithm.WHEEL);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PrimeListing(problem).write(execution, out);
        assertPrinted(problem, 1, out);
        for (int k = 2; k <= 6; k++) {
          out.reset();
          new Tuplets(problem, k).write(execution, out);
          assertPrinted(problem, k, out);
        }
      }
    }
  }

  private void assertPrinted(SieveProblem problem, int k, ByteArrayOutputStream out)
      throws Exception {
    String expected =
        said(Long.toString(problem.from()), Long.toString(problem.limit()), "--print=" + k);
    assertEquals(
        expected.lines().toList(),
        out.toString(US_ASCII).lines().toList(),
        "%s, k %s, seed %s".formatted(problem, k, seed));
  }

  private static long primesieve(String... words) throws IOException, InterruptedException {
    return Long.parseLong(said(words).strip());
  }

  private static String said(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PRIMESIEVE.toString(), "-q"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertEquals(0, process.waitFor(), answer);
    return answer;
  }
}
