package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ProcessMeterTest {

  private static final long TICK_OF_THE_JVM_NANOS = 10_000_000;
  private static final int READINGS = 1000;

  @Test
  void growsInStepsFarBelowTheTicksOfTheJvm() {
    LongSupplier clock = ProcessMeter.cpuClock();
    long least = Long.MAX_VALUE;
    long before = clock.getAsLong();
    for (int reading = 0; reading < READINGS; reading++) {
      long now = clock.getAsLong();
      assertTrue(now >= before, "the clock went back");
      if (now > before) {
        least = Math.min(least, now - before);
      }
      before = now;
    }
    // the least of many: other threads of this process may work between any two readings
    long step = least;
    assertTrue(step < TICK_OF_THE_JVM_NANOS, () -> step + " ns");
  }
}
