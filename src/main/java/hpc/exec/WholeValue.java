package hpc.exec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A whole number as people write it: 1000, 1_000_000, 1e9, 2.5e6, 64Ki, 2^40, 2^40-1.
 *
 * @param value the number
 * @param notation how it was written, and how numbers that follow from it are
 */
public record WholeValue(long value, Notation notation) {

  private static final Pattern FORM =
      Pattern.compile("([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?)([KMGT]i)?");
  private static final Pattern POWER = Pattern.compile("2\\^([0-9]{1,2})(-1)?");
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** A way to write a number. */
  public enum Notation {
    /** 1000 */
    DIGITS("", 1),
    /** 1e3 */
    EXPONENT("", 1),
    /** 64Ki is 64 x 1024 */
    KI("Ki", 1L << 10),
    /** 1024 Ki */
    MI("Mi", 1L << 20),
    /** 1024 Mi */
    GI("Gi", 1L << 30),
    /** 1024 Gi */
    TI("Ti", 1L << 40);

    private final String suffix;
    private final long unit;

    Notation(String suffix, long unit) {
      this.suffix = suffix;
      this.unit = unit;
    }
  }

  /**
   * Reads a number.
   *
   * @throws IllegalArgumentException if it is none, or larger than 2^63-1: what is wrong and what
   *     is accepted
   */
  public static WholeValue parse(String text) {
    Matcher power = POWER.matcher(text);
    if (power.matches()) {
      BigInteger value = BigInteger.TWO.pow(Integer.parseInt(power.group(1)));
      return inDigits(power.group(2) == null ? value : value.subtract(BigInteger.ONE));
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused("not a whole number");
    }
    Notation notation =
        matcher.group(3) != null
            ? Notation.valueOf(matcher.group(3).toUpperCase(Locale.ROOT))
            : matcher.group(2) != null ? Notation.EXPONENT : Notation.DIGITS;
    BigDecimal value =
        new BigDecimal(matcher.group(1).replace("_", ""))
            .multiply(BigDecimal.valueOf(notation.unit));
    // compared before it is expanded: 1e999999999 has a billion digits
    if (value.abs().compareTo(LARGEST) > 0) {
      throw refused("too large");
    }
    try {
      return new WholeValue(value.longValueExact(), notation);
    } catch (ArithmeticException e) {
      throw refused("not a whole number");
    }
  }

  private static WholeValue inDigits(BigInteger value) {
    if (value.bitLength() >= Long.SIZE) {
      throw refused("too large");
    }
    return new WholeValue(value.longValue(), Notation.DIGITS);
  }

  /**
   * The number as an int.
   *
   * @throws IllegalArgumentException if it is too large for one
   */
  public int small() {
    if (value != (int) value) {
      throw new IllegalArgumentException("too large; accepted: a smaller number");
    }
    return (int) value;
  }

  /** Another number, to be written in the same way. */
  public WholeValue with(long other) {
    return new WholeValue(other, notation);
  }

  /** The number in its notation where that is short, else in digits; read again it is the same. */
  public String spelled() {
    return switch (notation) {
      case DIGITS -> Long.toString(value);
      case EXPONENT -> withExponent();
      case KI, MI, GI, TI ->
          value % notation.unit == 0
              ? value / notation.unit + notation.suffix
              : Long.toString(value);
    };
  }

  private String withExponent() {
    BigDecimal shortest = BigDecimal.valueOf(value).stripTrailingZeros();
    if (shortest.scale() >= 0) {
      return Long.toString(value); // no zero at its end
    }
    int exponent = shortest.precision() - 1 - shortest.scale();
    return shortest.movePointLeft(exponent).toPlainString() + "e" + exponent;
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        why + "; accepted: numbers up to 2^63-1, written as 1e9, 1_000_000 or 64Ki");
  }
}
