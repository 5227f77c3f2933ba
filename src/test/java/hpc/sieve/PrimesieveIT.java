package hpc.sieve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random cases against Debian's primesieve. */
class PrimesieveIT {

  private static final Path PRIMESIEVE = Path.of("/usr/bin/primesieve");

  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeEach
  void primesieveIsInstalled() {
    assumeTrue(Files.isExecutable(PRIMESIEVE), "primesieve is not installed: " + PRIMESIEVE);
  }

  @Test
  void countsAndTupletsAgree() throws Exception {
    try (Execution execution = Executions.threads(2)) {
      for (int i = 0; i < 40; i++) {
        long from = random.nextLong() >>> random.nextInt(1, 62);
        long limit = from + Math.min(random.nextInt(50_000_000), Long.MAX_VALUE - from);
        SieveProblem problem = new SieveProblem(from, limit, SieveAlgorithm.WHEEL);
        int k = random.nextInt(2, 7);
        PhaseClock clock = new PhaseClock(System::nanoTime);
        String what = "[%d, %d], k %d, seed %d".formatted(from, limit, k, seed);
        assertEquals(
            primesieve(Long.toString(from), Long.toString(limit), "-c1"),
            new PrimeCounter(execution).count(problem, clock),
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
            new PrimeCounter(execution)
                .count(
                    new SieveProblem(from, limit, SieveAlgorithm.WHEEL),
                    new PhaseClock(System::nanoTime)),
            "[%d, %d], seed %d".formatted(from, limit, seed));
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
            new NthPrime(from, k, SieveAlgorithm.WHEEL, CacheSizes.USUAL)
                .find(execution, new PhaseClock(System::nanoTime)),
            "--nth %d --from %d, seed %d".formatted(k, from, seed));
      }
    }
  }

  private static long primesieve(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PRIMESIEVE.toString(), "-q"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String answer = new String(process.getInputStream().readAllBytes(), US_ASCII).strip();
    assertEquals(0, process.waitFor(), answer);
    return Long.parseLong(answer);
  }
}
