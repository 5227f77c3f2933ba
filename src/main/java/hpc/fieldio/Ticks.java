package hpc.fieldio;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis: 1, 2 or 5 times a power of ten apart. */
final class Ticks {

  private static final int LARGE = 6;

  private Ticks() {}

  /**
   * A number on an axis.
   *
   * @param value where
   * @param label as it is written
   */
  record Tick(double value, String label) {}

  /** The round numbers in {@code [from, to]}, about {@code count} of them. */
  static List<Tick> between(double from, double to, int count) {
    double wish = (to - from) / Math.max(1, count);
    int exponent = (int) Math.floor(Math.log10(wish));
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(exponent);
    int[] factors = {1, 2, 5, 10};
    BigDecimal step = unit;
    for (int i = 1; i < factors.length && step.doubleValue() < 0.8 * wish; i++) {
      step = unit.multiply(BigDecimal.valueOf(factors[i]));
    }
    List<Tick> ticks = new ArrayList<>();
    BigDecimal first = new BigDecimal(from).divide(step, 0, RoundingMode.CEILING).multiply(step);
    BigDecimal end = new BigDecimal(to);
    for (BigDecimal at = first; at.compareTo(end) <= 0; at = at.add(step)) {
      ticks.add(new Tick(at.doubleValue(), label(at, step)));
    }
    return ticks;
  }

  /** A number in the fewest digits, with an exponent if it is far from 1. */
  static String plain(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int digits = shortest.precision() - shortest.scale();
    return shortest.signum() == 0 || (digits > -3 && digits <= LARGE)
        ? shortest.toPlainString()
        : withExponent(shortest);
  }

  private static String withExponent(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return shortest.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** All labels of an axis have as many decimals as its step, or all an exponent. */
  private static String label(BigDecimal value, BigDecimal step) {
    if (value.signum() == 0) {
      return "0";
    }
    int decimals = Math.max(0, step.stripTrailingZeros().scale());
    int digits = value.precision() - value.scale();
    if (decimals <= LARGE && digits <= LARGE) {
      return value.setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
    return withExponent(value);
  }
}
