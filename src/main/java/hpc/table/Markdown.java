package hpc.table;

import hpc.exec.Printable;
import java.util.regex.Pattern;

/** Text inside Markdown: whatever a file held, it becomes words, neither markup nor HTML. */
public final class Markdown {

  /** What begins HTML, a link, code or a cell; emphasis does no harm, and its marks are common. */
  private static final Pattern MARKS = Pattern.compile("[\\\\`|<\\[]");

  private Markdown() {}

  /** As one line. */
  public static String text(String words) {
    return MARKS.matcher(Printable.line(words)).replaceAll("\\\\$0");
  }
}
