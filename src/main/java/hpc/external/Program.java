package hpc.external;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program as a sweep describes it.
 *
 * @param name what tables call it
 * @param command the program and its arguments; {@code {limit}} in a word stands for a parameter of
 *     the problem, {@code {threads}} for the threads
 * @param answer takes the answer from stdout: its first group, where it matches last
 * @param solveTime takes the seconds that the program says it has taken, likewise; without it the
 *     time is that of the process, its start included
 * @param timeout when it is ended by force
 */
public record Program(
    String name,
    List<String> command,
    Pattern answer,
    Optional<Pattern> solveTime,
    Optional<Duration> timeout) {

  private static final String THREADS = "threads";

  /** The placeholders of the JVM that runs this program, and of its jar. */
  private static final String JAVA = "java";

  private static final String JAR = "jar";

  /** The placeholders for the program of any problem. */
  private static final List<String> EVERYWHERE = List.of(THREADS, JAVA, JAR);

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_-]*)\\}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,39}");

  private static final int MAX_QUOTED = 60;

  /** Copies the command. */
  public Program {
    command = List.copyOf(command);
  }

  /**
   * Checks the name of a program.
   *
   * @param what names the text in errors
   * @throws IllegalArgumentException in one line
   */
  public static String name(String what, String text) {
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s %s: accepted: up to 40 letters, digits and . _ + -, a letter or digit first"
              .formatted(what, quoted(text)));
    }
    return text;
  }

  /**
   * Reads a command line; blanks separate its arguments, there is no shell.
   *
   * @param what names the text in errors
   * @param parameters those that the problem may have
   * @throws IllegalArgumentException naming a placeholder that stands for nothing, in one line
   */
  public static List<String> command(String what, String text, Collection<String> parameters) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(what + " has no value; accepted: a program and arguments");
    }
    Matcher placeholders = PLACEHOLDER.matcher(text);
    while (placeholders.find()) {
      String key = placeholders.group(1);
      if (!EVERYWHERE.contains(key) && !parameters.contains(key)) {
        throw new IllegalArgumentException(
            "%s: unknown placeholder {%s}; accepted: %s"
                .formatted(
                    what,
                    key,
                    Stream.concat(parameters.stream().sorted(), EVERYWHERE.stream())
                        .map(known -> "{" + known + "}")
                        .collect(Collectors.joining(", "))));
      }
    }
    return List.of(text.strip().split("\\s+", -1));
  }

  /** Whether a word is the placeholder of the JVM that runs this program. */
  public static boolean isOurJava(String word) {
    return word.equals("{" + JAVA + "}");
  }

  /** The same program where the placeholders of JVM and jar stand for these. */
  public Program on(Path java, Path jar) {
    List<String> filled =
        command.stream()
            .map(word ->
                word.replace("{" + JAVA + "}", java.toString())
                    .replace("{" + JAR + "}", jar.toString()))
            .toList();
    return new Program(name, filled, answer, solveTime, timeout);
  }

  /**
   * Reads a regular expression that takes something from stdout, {@code ^} and {@code $} being the
   * ends of lines.
   *
   * @param what names the text in errors
   * @throws IllegalArgumentException if it is none or has no group, in one line
   */
  public static Pattern pattern(String what, String text) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(text, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "%s %s: no regular expression: %s".formatted(what, quoted(text), e.getDescription()), e);
    }
    if (pattern.matcher("").groupCount() < 1) {
      throw new IllegalArgumentException(
          "%s %s: without a group; accepted: (...) around what is to be taken"
              .formatted(what, quoted(text)));
    }
    return pattern;
  }

  /** The program with its placeholders filled in. */
  List<String> command(Map<String, String> parameters, int threads) {
    List<String> filled = new ArrayList<>();
    for (String word : command) {
      filled.add(
          PLACEHOLDER
              .matcher(word)
              .replaceAll(match -> Matcher.quoteReplacement(value(match, parameters, threads))));
    }
    return filled;
  }

  private static String value(MatchResult match, Map<String, String> parameters, int threads) {
    String key = match.group(1);
    String value = key.equals(THREADS) ? Integer.toString(threads) : parameters.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "--program: {%s}: this problem has none; it has %s"
              .formatted(key, String.join(", ", parameters.keySet())));
    }
    return value;
  }

  /** What {@code pattern} takes from {@code text}, where it last takes more than nothing, if so. */
  static Optional<String> taken(Pattern pattern, String text, Duration atMost) throws IOException {
    try {
      return pattern
          .matcher(new TimedText(text, atMost))
          .results()
          .map(match -> match.group(1))
          .filter(group -> group != null)
          .reduce((before, last) -> last.isEmpty() ? before : last);
    } catch (SearchTooLong e) {
      throw new IOException("searches stdout for more than %s s".formatted(atMost.toSeconds()), e);
    } catch (StackOverflowError e) {
      throw new IOException("needs too deep a stack to search stdout", e);
    }
  }

  /** Text of others inside an error. */
  static String quoted(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return '"' + (line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "..." : line) + '"';
  }

  /** Thrown in the midst of a search. */
  private static final class SearchTooLong extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Text that a regular expression may look at for a while: on a text that does not match, the
   * number of ways that some expressions try grows with its square or worse, and only the text can
   * stop a search.
   */
  private static final class TimedText implements CharSequence {

    /** Looks at the clock once in so many characters, which take a few microseconds. */
    private static final int PERIOD = 1 << 10;

    private final String text;
    private final long deadline;
    private int looks;

    TimedText(String text, Duration atMost) {
      this.text = text;
      this.deadline = System.nanoTime() + atMost.toNanos();
    }

    @Override
    public char charAt(int index) {
      if (++looks % PERIOD == 0 && System.nanoTime() - deadline > 0) {
        throw new SearchTooLong();
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
}
