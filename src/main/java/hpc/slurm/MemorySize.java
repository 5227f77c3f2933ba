package hpc.slurm;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts of memory as Slurm reads them: MiB, or a number with the unit K, M, G or T. Slurm itself
 * writes plain MiB into variables, but leaves there what a user has exported.
 */
public final class MemorySize {

  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)B?");

  private MemorySize() {}

  /** Whether this is an amount, or nothing. */
  public static boolean isReadable(String text) {
    return text.isBlank() || matcher(text).matches();
  }

  /** The amount in MiB; empty if it is zero, which stands for all there is, or no amount at all. */
  public static OptionalLong mebibytes(String text) {
    Matcher size = matcher(text);
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(size.group(1));
    long mebibytes =
        switch (size.group(2)) {
          case "K" -> (number + 1023) >> 10;
          case "G" -> number << 10;
          case "T" -> number << 20;
          default -> number;
        };
    return mebibytes == 0 ? OptionalLong.empty() : OptionalLong.of(mebibytes);
  }

  private static Matcher matcher(String text) {
    return SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
  }
}
