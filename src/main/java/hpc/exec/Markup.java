package hpc.exec;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text inside HTML and XML, escaped so that it is never markup. */
public final class Markup {

  private Markup() {}

  /** As content or inside a quoted attribute. What XML cannot hold becomes a question mark. */
  public static String text(String words) {
    return words.codePoints().mapToObj(Markup::character).collect(Collectors.joining());
  }

  private static String character(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> isAllowed(c) ? Character.toString(c) : "?";
    };
  }

  private static boolean isAllowed(int c) {
    boolean noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xD800 && c <= 0xDFFF);
    return !Character.isISOControl(c) && !noncharacter;
  }

  /** A name for a file and an XML id: letters, digits, dots, dashes and underscores. */
  public static String slug(String... words) {
    return Stream.of(words)
        .map(word -> word.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", ""))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining("_"));
  }
}
