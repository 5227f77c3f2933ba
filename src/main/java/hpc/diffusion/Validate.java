package hpc.diffusion;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Refuses numbers that no problem can have, in the one line that the user is told. */
final class Validate {

  /**
   * The largest magnitude of a value of the field: 4 such values add up in the stencil and 2^60 of
   * them in the mean without overflow.
   */
  static final double LARGEST_VALUE = 1e280;

  /** What {@code parseDouble} takes beyond this (5f, 0x1p3, NaN) nobody means. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private Validate() {}

  /**
   * Reads a number in decimal digits; as everywhere on the command line, {@code _} may group them.
   *
   * @throws NumberFormatException if it is none
   * @throws IllegalArgumentException if it is none that is finite
   */
  static double real(String option, String text) {
    String digits = text.replace("_", "");
    if (!NUMBER.matcher(digits).matches()) {
      throw new NumberFormatException(option + " " + text + ": not a number");
    }
    double value = Double.parseDouble(digits);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          option + " " + text + ": too large; accepted: a number from -1e280 to 1e280");
    }
    return value;
  }

  /**
   * Returns what {@code made} returns; what is wrong with it is told as a matter of {@code option}.
   */
  static <T> T by(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  /** Returns {@code value} if it is a positive finite number. */
  static double positive(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a positive finite number");
    }
    return value;
  }

  /** Returns {@code value} if it lies in {@code [least, most]}. */
  static long between(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a whole number from " + least + " to " + most);
    }
    return value;
  }

  /** Returns {@code value} if a field may hold it. */
  static double fieldValue(String option, double value) {
    if (!(Math.abs(value) <= LARGEST_VALUE)) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a number from -1e280 to 1e280");
    }
    return value;
  }
}
