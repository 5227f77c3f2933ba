package hpc.diffusion;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer as the CSV holds it: {@code mean=%.17g;field=<16 hex digits>}.
 *
 * @param mean mean of all points
 * @param field checksum of all points, see {@link FieldStatistics}
 */
public record DiffusionAnswer(double mean, long field) {

  private static final Pattern FORM = Pattern.compile("mean=([^;]+);field=([0-9a-f]{16})");

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static DiffusionAnswer parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no answer of a diffusion run: " + text);
    }
    return new DiffusionAnswer(
        Double.parseDouble(matcher.group(1)), Long.parseUnsignedLong(matcher.group(2), 16));
  }

  /** The checksum as 16 hex digits. */
  public String fieldHex() {
    return HexFormat.of().toHexDigits(field);
  }

  @Override
  public String toString() {
    // the decimal form of the double itself: Java fills up the shortest one with zeros, C does not
    String digits =
        Double.isFinite(mean)
            ? String.format(Locale.ROOT, "%.17g", new BigDecimal(mean))
            : Double.toString(mean);
    return "mean=" + digits + ";field=" + fieldHex();
  }
}
