package hpc.diffusion;

/** Refuses numbers that no problem can have, in the one line that the user is told. */
final class Accepted {

  /**
   * The largest magnitude of a value of the field: 4 such values add up in the stencil and 2^60 of
   * them in the mean without overflow.
   */
  static final double LARGEST_VALUE = 1e280;

  private Accepted() {}

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
