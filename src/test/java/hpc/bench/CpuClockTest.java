package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class CpuClockTest {

  private static final long TICK_OF_THE_JVM_NANOS = 10_000_000;

  @Test
  void growsWithWorkInStepsFarBelowTheTicksOfTheJvm() {
    LongSupplier clock = CpuClock.ofThisProcess();
    long start = clock.getAsLong();
    long now = start;
    while (now == start) {
      now = clock.getAsLong();
    }
    long step = now - start;
    assertTrue(step > 0 && step < TICK_OF_THE_JVM_NANOS, () -> step + " ns");
  }
}
