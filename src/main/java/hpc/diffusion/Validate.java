package hpc.diffusion;

import java.util.function.Supplier;

/** Refuses numbers that no problem can have, in one line: option, value, what is accepted. */
final class Validate {

  /**
   * The largest magnitude of a value of the field: 4 such values add up in the stencil and 2^60 of
   * them in the mean without overflow.
   */
  static final double LARGEST_VALUE = 1e280;

  private Validate() {}

  /** Returns what {@code made} returns; puts {@code option} before the message if it throws. */
  static <T> T by(String option, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  static void positive(String option, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a positive finite number");
    }
  }

  static void between(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a whole number from " + least + " to " + most);
    }
  }

  static void fieldValue(String option, double value) {
    if (!(Math.abs(value) <= LARGEST_VALUE)) {
      throw new IllegalArgumentException(
          option + " " + value + ": accepted: a number from -1e280 to 1e280");
    }
  }
}
