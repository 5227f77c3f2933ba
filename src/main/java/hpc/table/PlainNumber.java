package hpc.table;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers as result files hold them: plain decimals with a point, no exponent, no grouping, the
 * same in every locale, so that a spreadsheet and {@code sort -n} both read them.
 */
public final class PlainNumber {

  /** Nine digits: a nanosecond in a second, and more than any clock here repeats. */
  private static final MathContext DIGITS = new MathContext(9);

  /** So many digits make a whole number that a double holds exactly. */
  private static final int EXACT_DIGITS = 15;

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

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
    if (isShort(text)) {
      return parseShort(text);
    }
    double value = new BigDecimal(text).doubleValue();
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("beyond the range of a double");
    }
    return value;
  }

  /** What nearly all numbers are: digits, and a point among them. */
  private static boolean isShort(String text) {
    boolean point = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean inside = 0 < i && i < text.length() - 1;
      if (c == '.' && inside && !point) {
        point = true;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= EXACT_DIGITS;
  }

  /** One division of exact numbers: rounded once, as the conversion of a decimal is. */
  private static double parseShort(String text) {
    long digits = 0;
    int decimals = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '.') {
        decimals = text.length() - 1 - i;
      } else {
        digits = 10 * digits + (text.charAt(i) - '0');
      }
    }
    return digits / POWERS_OF_TEN[decimals];
  }

  /**
   * The whole number of a text.
   *
   * @throws NumberFormatException if the text is no whole number that a long can hold
   */
  public static long parseWhole(String text) {
    if (isShort(text) && text.indexOf('.') < 0) {
      return (long) parseShort(text);
    }
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
