package hpc.external;

import java.time.Duration;

/**
 * Text that a regular expression may look at for a while: on a text that does not match, the number
 * of ways that some expressions try grows with its square or worse, and a search cannot be stopped
 * but by the text.
 */
final class TimedText implements CharSequence {

  /** Looks at the clock once in so many characters, which take a few microseconds. */
  private static final int PERIOD = 1 << 10;

  private final String text;
  private final long deadline;
  private int looks;

  TimedText(String text, Duration atMost) {
    this.text = text;
    this.deadline = System.nanoTime() + atMost.toNanos();
  }

  /** Thrown in the midst of a search. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public char charAt(int index) {
    if (++looks % PERIOD == 0 && System.nanoTime() - deadline > 0) {
      throw new TooLong();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
