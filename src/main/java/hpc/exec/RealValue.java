package hpc.exec;

/** Finite real numbers as people write them; NaN, infinities and what overflows are refused. */
public final class RealValue {

  private RealValue() {}

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if it is none: what is wrong and what is accepted
   */
  public static double parse(String text) {
    double value;
    try {
      value = Double.parseDouble(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw refused("not a number");
    }
    // parseDouble also takes hexadecimal forms and the suffixes f and d, which nobody means here
    if (!text.matches("[-+0-9._eE]+")) {
      throw refused("not a finite number");
    }
    if (Double.isInfinite(value)) {
      throw refused("too large");
    }
    return value;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(why + "; accepted: a number such as 0.01 or 2.5e-5");
  }
}
