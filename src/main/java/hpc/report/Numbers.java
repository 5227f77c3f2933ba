package hpc.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Numbers as tables and figures show them, the same in every locale. */
final class Numbers {

  private static final int DIGITS = 4;
  private static final String NOT_KNOWN = "-";

  private Numbers() {}

  /** Four significant digits, and every digit before the point. */
  static String digits(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    int decimals = DIGITS - (rounded.precision() - rounded.scale());
    return BigDecimal.valueOf(value)
        .setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  static String digits(OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) : NOT_KNOWN;
  }

  static String ratio(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** A ratio that is near 1 where nothing happened: three digits after the point. */
  static String ofOne(double ratio) {
    return ratio < 0.1 ? digits(ratio) : String.format(Locale.ROOT, "%.3f", ratio);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%.1f", bytes.getAsLong() / 0x1p20)
        : NOT_KNOWN;
  }
}
