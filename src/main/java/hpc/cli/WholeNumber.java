package hpc.cli;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * Reads whole numbers as people write them: 1e9, 1_000_000, 2.5e6, 64Ki. Which of them make sense
 * is for the records to say that take them.
 */
final class WholeNumber implements ITypeConverter<Long> {

  private static final Pattern FORM =
      Pattern.compile("([+-]?[0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,9})?)([KMGT]i)?");
  private static final Map<String, Long> BINARY =
      Map.of("Ki", 1L << 10, "Mi", 1L << 20, "Gi", 1L << 30, "Ti", 1L << 40);
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw refused("not a whole number");
    }
    BigDecimal value = new BigDecimal(matcher.group(1).replace("_", ""));
    if (matcher.group(2) != null) {
      value = value.multiply(BigDecimal.valueOf(BINARY.get(matcher.group(2))));
    }
    // compared before it is expanded: 1e999999999 has a billion digits
    if (value.abs().compareTo(LARGEST) > 0) {
      throw refused("too large");
    }
    try {
      return value.longValueExact();
    } catch (ArithmeticException e) {
      throw refused("not a whole number");
    }
  }

  private static IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(
        why + "; accepted: numbers up to 2^63-1, written as 1e9, 1_000_000 or 64Ki");
  }

  /** The same for values that must fit an int. */
  static final class Small implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      long value = new WholeNumber().convert(text);
      if (value != (int) value) {
        throw new IllegalArgumentException("too large; accepted: at most " + Integer.MAX_VALUE);
      }
      return (int) value;
    }
  }
}
