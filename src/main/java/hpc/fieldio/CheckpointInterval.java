package hpc.fieldio;

/**
 * How often a checkpoint is written.
 *
 * @param steps at every multiple of so many time steps; {@link Long#MAX_VALUE} if time decides
 * @param seconds so long after the last one; infinite if steps decide
 */
public record CheckpointInterval(long steps, double seconds) {

  /** What a run may lose if nothing else is said: ten minutes. */
  public static final CheckpointInterval USUAL = ofSeconds(600);

  /** Refuses intervals that are not positive. */
  public CheckpointInterval {
    if (steps < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException("accepted: a positive number of steps or seconds");
    }
  }

  /** Every so many time steps, at least 1. */
  public static CheckpointInterval ofSteps(long steps) {
    return new CheckpointInterval(steps, Double.POSITIVE_INFINITY);
  }

  /** Every so many seconds, more than 0. */
  public static CheckpointInterval ofSeconds(double seconds) {
    return new CheckpointInterval(Long.MAX_VALUE, seconds);
  }

  /** The first multiple of {@link #steps} after {@code step}; {@link Long#MAX_VALUE} if none. */
  long dueAfter(long step) {
    long multiple = step / steps + 1;
    return multiple > Long.MAX_VALUE / steps ? Long.MAX_VALUE : multiple * steps;
  }
}
