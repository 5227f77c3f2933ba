package hpc.sweep;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time limit as sbatch reads it: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S.
 *
 * @param text as it was given
 */
public record TimeLimit(String text) {

  private static final Pattern FORM =
      Pattern.compile("(?:([0-9]{1,4})-)?([0-9]{1,7})(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is another one: what is accepted
   */
  public TimeLimit {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "time " + text + ": accepted: minutes, M:S, H:M:S, D-H, D-H:M or D-H:M:S");
    }
  }

  /** Seconds count as a minute. */
  public long minutes() {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalStateException(text); // checked above
    }
    long first = Long.parseLong(matcher.group(2));
    long second = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
    if (matcher.group(1) != null) {
      return (Long.parseLong(matcher.group(1)) * 24 + first) * 60 + second;
    }
    return matcher.group(4) == null ? first + Math.min(1, second) : first * 60 + second;
  }
}
