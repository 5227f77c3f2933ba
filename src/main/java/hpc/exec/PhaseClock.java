package hpc.exec;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Adds up the seconds that the main thread of a rank spends in each {@link Phase}. Phases do not
 * nest: time in an inner phase would count twice.
 */
public final class PhaseClock {

  private final LongSupplier nanoTime;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

  /** Takes the clock, {@code System::nanoTime} outside tests. */
  public PhaseClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Runs {@code body} and books its time under {@code phase}, also when it throws. */
  public void in(Phase phase, Runnable body) {
    long start = nanoTime.getAsLong();
    try {
      body.run();
    } finally {
      nanos.merge(phase, nanoTime.getAsLong() - start, Long::sum);
    }
  }

  /** Seconds booked under {@code phase} so far. */
  public double seconds(Phase phase) {
    return nanos.getOrDefault(phase, 0L) * 1e-9;
  }
}
