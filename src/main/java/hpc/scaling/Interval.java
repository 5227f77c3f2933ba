package hpc.scaling;

import java.util.function.DoubleFunction;

/**
 * An interval that holds the true value with a confidence of 95 %.
 *
 * @param low lower end
 * @param high upper end, at least {@code low}
 */
public record Interval(double low, double high) {

  /** The confidence of all intervals here. */
  public static final double CONFIDENCE = 0.95;

  /** Rejects ends that are not numbers or stand in the wrong order. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("an interval from " + low + " to " + high);
    }
  }

  /** Both ends times {@code factor}, which is not negative. */
  public Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }

  /** Both ends in words, such as {@code 0.98 to 1.02}. */
  public String words(DoubleFunction<String> number) {
    return number.apply(low) + " to " + number.apply(high);
  }

  /** Whether the two have a value in common. */
  public boolean overlaps(Interval other) {
    return low <= other.high && other.low <= high;
  }

  /** Whether {@code value} lies between the ends or on one. */
  public boolean holds(double value) {
    return low <= value && value <= high;
  }
}
