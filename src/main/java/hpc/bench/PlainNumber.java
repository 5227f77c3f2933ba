package hpc.bench;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as result files hold them: plain decimals with a point, no exponent, no grouping, the
 * same in every locale, so that a spreadsheet and {@code sort -n} both read them.
 */
public final class PlainNumber {

  /** Nine digits: a nanosecond in a second, and more than any clock here repeats. */
  private static final MathContext DIGITS = new MathContext(9);

  private PlainNumber() {}

  /**
   * The text of a number, to nine significant digits.
   *
   * @throws NumberFormatException if {@code value} is infinite or not a number
   */
  public static String format(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /**
   * The number of a text. Exponents are taken, since spreadsheets write them.
   *
   * @throws NumberFormatException if the text is no decimal number that a double can hold
   */
  public static double parse(String text) {
    double value = new BigDecimal(text).doubleValue();
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("beyond the range of a double");
    }
    return value;
  }

  /**
   * The whole number of a text.
   *
   * @throws NumberFormatException if the text is no whole number that a long can hold
   */
  public static long parseWhole(String text) {
    // asked first: the exact conversion of 1e999999999 would build all its digits
    if (Math.abs(parse(text)) > 1e19) {
      throw new NumberFormatException("beyond the range of a long");
    }
    try {
      return new BigDecimal(text).longValueExact();
    } catch (ArithmeticException e) {
      throw (NumberFormatException) new NumberFormatException("not whole").initCause(e);
    }
  }
}
