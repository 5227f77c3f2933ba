package hpc.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis: 1, 2 or 5 times a power of ten apart. */
public final class Ticks {

  /** Numbers up to these are read more easily without an exponent. */
  private static final double LARGEST_PLAIN = 1e6;

  private static final double SMALLEST_PLAIN = 1e-4;

  private Ticks() {}

  /**
   * A number on an axis.
   *
   * @param value where
   * @param label as it is written
   */
  public record Tick(double value, String label) {}

  /** The round numbers in {@code [from, to]}, about {@code count} of them. */
  public static List<Tick> between(double from, double to, int count) {
    // in decimals, since the range of two doubles may be too small or too large for a third
    BigDecimal wish =
        new BigDecimal(to)
            .subtract(new BigDecimal(from))
            .divide(BigDecimal.valueOf(Math.max(2, count)), MathContext.DECIMAL64);
    int exponent = wish.precision() - wish.scale() - 1;
    BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(exponent);
    BigDecimal least = wish.multiply(new BigDecimal("0.7"));
    int[] factors = {1, 2, 5, 10};
    BigDecimal step = unit;
    for (int i = 1; i < factors.length && step.compareTo(least) < 0; i++) {
      step = unit.multiply(BigDecimal.valueOf(factors[i]));
    }
    List<Tick> ticks = new ArrayList<>();
    // an end that was computed may be a little short of the round number it stands for
    BigDecimal slack = step.scaleByPowerOfTen(-9);
    BigDecimal begin = BigDecimal.valueOf(from).subtract(slack);
    BigDecimal first = begin.divide(step, 0, RoundingMode.CEILING).multiply(step);
    BigDecimal end = BigDecimal.valueOf(to).add(slack);
    for (BigDecimal at = first; at.compareTo(end) <= 0; at = at.add(step)) {
      ticks.add(
          new Tick(at.doubleValue(), label(at, step, Math.max(Math.abs(from), Math.abs(to)))));
    }
    return ticks;
  }

  /** A number in the fewest digits, with an exponent if it is far from 1. */
  public static String plain(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    double size = value.abs().doubleValue();
    return size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)
        ? shortest.toPlainString()
        : withExponent(shortest);
  }

  private static String withExponent(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return shortest.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
  }

  /** All labels of an axis have as many decimals as its step, or all an exponent. */
  private static String label(BigDecimal value, BigDecimal step, double largest) {
    if (value.signum() == 0) {
      return "0";
    }
    return largest >= SMALLEST_PLAIN && largest < LARGEST_PLAIN
        ? value.setScale(Math.max(0, step.stripTrailingZeros().scale())).toPlainString()
        : withExponent(value);
  }
}
