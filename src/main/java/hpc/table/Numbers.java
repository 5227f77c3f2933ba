package hpc.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as tables and figures show them, the same in every locale. */
public final class Numbers {

  private static final int DIGITS = 4;
  private static final String NOT_KNOWN = "-";

  /** Powers of ten beyond which a number is written with one. */
  private static final int LEAST_PLAIN = -3;

  private static final int MOST_PLAIN = 6;

  /** A double of more than six decimals, and no part of a word. */
  private static final Pattern LONG_NUMBER =
      Pattern.compile("(?<![\\w.@])[0-9]+\\.[0-9]{7,}(E-?[0-9]+)?(?![\\w.@])");

  private Numbers() {}

  /** Four significant digits, and every digit before the point. */
  public static String digits(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    int decimals = DIGITS - (rounded.precision() - rounded.scale());
    return BigDecimal.valueOf(value)
        .setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  public static String digits(OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) : NOT_KNOWN;
  }

  public static String ratio(double value) {
    return fixed(value, 2);
  }

  public static String ratio(OptionalDouble value) {
    return value.isPresent() ? ratio(value.getAsDouble()) : NOT_KNOWN;
  }

  /** A ratio that is near 1 where nothing happened: three digits after the point. */
  public static String ofOne(double ratio) {
    return ratio < 0.1 ? digits(ratio) : fixed(ratio, 3);
  }

  public static String ofOne(OptionalDouble ratio) {
    return ratio.isPresent() ? ofOne(ratio.getAsDouble()) : NOT_KNOWN;
  }

  /** Three significant digits, with a power of ten where the value is small or large. */
  public static String three(double value) {
    return rounded(new BigDecimal(value), 3);
  }

  /** Without digits after the point. */
  public static String whole(double value) {
    return fixed(value, 0);
  }

  public static String tenth(double value) {
    return fixed(value, 1);
  }

  /**
   * As {@link java.util.Formatter} rounds, without reading a pattern for each cell of long tables.
   */
  private static String fixed(double value, int decimals) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString()
        : Double.toString(value);
  }

  /** Text in which doubles with all their digits are rounded to six. */
  public static String shortened(String text) {
    return LONG_NUMBER
        .matcher(text)
        .replaceAll(number -> rounded(new BigDecimal(number.group()), 6));
  }

  private static String rounded(BigDecimal value, int digits) {
    BigDecimal shortest = value.round(new MathContext(digits)).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (shortest.signum() == 0) {
      return "0";
    }
    return exponent < LEAST_PLAIN || exponent > MOST_PLAIN
        ? shortest.movePointLeft(exponent).toPlainString() + "E" + exponent
        : shortest.toPlainString();
  }

  public static String percent(double part) {
    return fixed(100 * part, 1) + " %";
  }

  /** A number of things whose plural ends in s. */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  public static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent() ? fixed(bytes.getAsLong() / 0x1p20, 1) : NOT_KNOWN;
  }
}
