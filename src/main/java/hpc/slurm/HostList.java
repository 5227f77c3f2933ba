package hpc.slurm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Slurm's short notation for host names: {@code n[1-3,07],m4} or {@code r[0-1]n[08-11]}. */
public final class HostList {

  private static final int MOST_NAMES = 4;

  /** Slurm takes no range of more either. */
  private static final long MOST_HOSTS = 65_536;

  private static final Pattern COUNT =
      Pattern.compile("([1-9][0-9]{0,8})(?:\\(x([1-9][0-9]{0,5})\\))?");

  private HostList() {}

  /**
   * Writes the list out, in its order; leading zeros of a range's first number set the width of all
   * its numbers.
   *
   * @throws IllegalArgumentException if {@code list} is not in this notation
   */
  public static List<String> expand(String list) {
    List<String> hosts = new ArrayList<>();
    int start = 0;
    int depth = 0;
    for (int at = 0; at <= list.length(); at++) {
      char c = at < list.length() ? list.charAt(at) : ',';
      if (c == '[') {
        depth++;
      } else if (c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        product(list.substring(start, at), list).forEach(hosts::add);
        start = at + 1;
      }
    }
    if (depth != 0) {
      throw malformed(list);
    }
    return List.copyOf(hosts);
  }

  /** Counts by node: {@code 72(x2),36} is 72, 72, 36; empty if {@code list} is something else. */
  public static Optional<List<Integer>> counts(String list) {
    List<Integer> counts = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      Matcher count = COUNT.matcher(entry);
      if (!count.matches()) {
        return Optional.empty();
      }
      int nodes = count.group(2) == null ? 1 : Integer.parseInt(count.group(2));
      counts.addAll(Collections.nCopies(nodes, Integer.valueOf(count.group(1))));
    }
    return Optional.of(List.copyOf(counts));
  }

  /** The names for a message: the first few, and how many more there are. */
  public static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int rest = names.size() - MOST_NAMES;
    return rest > 0 ? first + " and " + rest + " more" : first;
  }

  /** All names that one item of the list stands for: its first bracket times what follows it. */
  private static Stream<String> product(String item, String list) {
    int open = item.indexOf('[');
    int close = item.indexOf(']');
    if (open < 0 && close < 0 && !item.isBlank()) {
      return Stream.of(item);
    }
    if (open < 0 || close < open) {
      throw malformed(list);
    }
    String prefix = item.substring(0, open);
    String suffix = item.substring(close + 1);
    List<String> endings = suffix.isEmpty() ? List.of("") : product(suffix, list).toList();
    return Stream.of(item.substring(open + 1, close).split(",", -1))
        .flatMap(range -> numbers(range, list))
        .flatMap(number -> endings.stream().map(ending -> prefix + number + ending));
  }

  private static Stream<String> numbers(String range, String list) {
    if (!range.matches("\\d{1,18}(-\\d{1,18})?")) {
      throw malformed(list);
    }
    String first = range.substring(0, (range + "-").indexOf('-'));
    long from = Long.parseLong(first);
    long to = Long.parseLong(range.substring(range.indexOf('-') + 1));
    if (to < from || to - from >= MOST_HOSTS) {
      throw malformed(list);
    }
    return LongStream.rangeClosed(from, to)
        .mapToObj(Long::toString)
        .map(number -> "0".repeat(Math.max(0, first.length() - number.length())) + number);
  }

  private static IllegalArgumentException malformed(String list) {
    return new IllegalArgumentException(
        "host list '%s' is not in Slurm's notation, such as n[1-3,07],m4".formatted(list));
  }
}
