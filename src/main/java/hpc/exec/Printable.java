package hpc.exec;

import java.io.PrintStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text of a file or a user, made fit for a terminal, which obeys some characters. */
public final class Printable {

  /** Controls (ESC, and CSI as one character) and what turns the direction of a line. */
  private static final Pattern OBEYED =
      Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069]");

  /** The same but for the ends of lines and tabs. */
  private static final Pattern OBEYED_IN_TEXT =
      Pattern.compile("[" + OBEYED.pattern() + "&&[^\\t\\n]]");

  private Printable() {}

  /** As one line: ends of lines and tabs become blanks, what else is obeyed question marks. */
  public static String line(String text) {
    return OBEYED.matcher(text.replaceAll("[\\t\\n\\r]", " ")).replaceAll("?");
  }

  /** As it is, ends of lines and tabs included; what else is obeyed becomes question marks. */
  public static String text(String text) {
    return OBEYED_IN_TEXT.matcher(text).replaceAll("?");
  }

  /**
   * A stream on which whole lines, such as those of the log, are printable. What is printed without
   * the end of a line, such as a progress that wipes itself out, goes through as it is.
   */
  public static PrintStream lines(PrintStream terminal) {
    return new PrintStream(terminal, true) {
      @Override
      public void println(String text) {
        // in one piece, among the lines of other processes
        print(
            text.lines().map(Printable::line).collect(Collectors.joining("\n"))
                + System.lineSeparator());
        flush();
      }
    };
  }
}
