package hpc.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class SieveStressTest {

  @Test
  void soundCoresAgreeUntilAskedToStop() {
    AtomicInteger rounds = new AtomicInteger();
    List<List<String>> reports =
        Executions.onRanks(
            2,
            2,
            execution ->
                new SieveStress("node", 42).run(execution, () -> rounds.incrementAndGet() > 2));
    assertEquals(List.of(List.of(), List.of()), reports);
    assertTrue(rounds.get() > 2);
  }

  @Test
  void aSieveThatMissesAPrimeIsReported() {
    SieveStress.Pair pair = new SieveStress.Pair(counting(7), counting(8), new SplittableRandom(1));
    pair.compare();
    assertEquals(1, pair.disagreements().size());
    String line = pair.disagreements().getFirst();
    assertTrue(line.endsWith("has 7 primes by the wheel, 8 by segments"), line);
  }

  private static BlockSieve counting(long count) {
    return new BlockSieve() {
      @Override
      public long count(long first, long last) {
        return count;
      }

      @Override
      public void forEach(long first, long last, LongConsumer consumer) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
