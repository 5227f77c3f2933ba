package hpc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code hpc profile} prints, as tests read it.
 *
 * @param text all of it
 */
public record ProfilePage(String text) {

  /** Sums the hits of the lines of code that contain {@code code}. */
  public long hits(String code) {
    return sum("(?m)^ *\\d+ +(\\d+) .*" + Pattern.quote(code));
  }

  /** Sums the exact calls of {@code function}: of a page, or of each of its tables. */
  public long calls(String function) {
    return sum("(?m)^ *(\\d+) .*\\(" + Pattern.quote(function) + "\\)$");
  }

  /** What the first group of {@code pattern} matches first. */
  public String first(String pattern) {
    return groups(pattern)
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " in\n" + text));
  }

  /** What the first group of {@code pattern} matches, each time. */
  public Stream<String> groups(String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1));
  }

  /** Whether {@code pattern} matches somewhere. */
  public boolean has(String pattern) {
    return Pattern.compile(pattern).matcher(text).find();
  }

  private long sum(String pattern) {
    List<String> numbers = groups(pattern).toList();
    if (numbers.isEmpty()) {
      throw new AssertionError(pattern + " in\n" + text);
    }
    return numbers.stream().mapToLong(Long::parseLong).sum();
  }

  /**
   * The names of the boxes, if this is a flame graph: it holds each name as how many letters it
   * shares with the last one, and the rest.
   */
  public List<String> boxes() {
    List<String> names = new ArrayList<>(List.of("all"));
    for (String packed : first("(?s)const cpool = \\[\n'all',\n(.*?)\n\\];").split(",\n", -1)) {
      String name = packed.substring(1, packed.length() - 1).replaceAll("\\\\(.)", "$1");
      names.add(names.getLast().substring(0, name.charAt(0) - ' ') + name.substring(1));
    }
    return names;
  }
}
