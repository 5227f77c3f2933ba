package hpc.fieldio;

import hpc.exec.RealValue;
import hpc.exec.WholeValue;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a checkpoint is written.
 *
 * @param steps at every multiple of so many time steps; {@link Long#MAX_VALUE} if time decides
 * @param seconds so long after the last one; infinite if steps decide
 */
public record CheckpointInterval(long steps, double seconds) {

  /** What a run may lose if nothing else is said: ten minutes. */
  public static final CheckpointInterval USUAL = ofSeconds(600);

  private static final Pattern TIME = Pattern.compile("([0-9.]+)([smh])");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3600);

  /** Refuses intervals that are not positive. */
  public CheckpointInterval {
    if (steps < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException("accepted: a positive number of steps or seconds");
    }
  }

  /**
   * Reads steps, as any whole number, or a time.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static CheckpointInterval parse(String text) {
    Matcher time = TIME.matcher(text);
    try {
      return time.matches()
          ? ofSeconds(RealValue.parse(time.group(1)) * SECONDS.get(time.group(2)))
          : ofSteps(WholeValue.parse(text).value());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "accepted: a number of steps such as 500, or a time such as 90s, 10m or 2h", e);
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
