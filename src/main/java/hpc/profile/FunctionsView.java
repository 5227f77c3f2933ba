package hpc.profile;

import hpc.profile.Profile.Count;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import hpc.profile.ViewRequest.Sort;
import hpc.report.TextTable;
import hpc.report.TextTable.Heading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The table of Python's cProfile: a row for each function, with calls, own and inclusive time. */
final class FunctionsView implements ProfileView {

  private static final double NANOS = 1e-9;

  @Override
  public String word() {
    return "functions";
  }

  @Override
  public Counting counting() {
    return Counting.CALLS;
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--sort", "--by", "--top");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    StringBuilder page = new StringBuilder();
    ProfileHeader.lines(profile).forEach(line -> page.append(line).append('\n'));
    page.append(
        profile.calls().isEmpty()
            ? "ncalls: not counted in this recording\n"
            : "ncalls: exact, counted on entry of each method of hpc\n");
    page.append(
        "tottime, cumtime, percall: sampled, seconds of CPU time, calls of libraries included\n");
    page.append("ordered by ").append(request.sort().word());
    page.append("; tottime adds up to the time by samples\n");
    groups(profile, request)
        .forEach((title, rows) -> {
          page.append('\n');
          if (!title.isEmpty()) {
            page.append(title).append(":\n");
          }
          page.append(table(rows, request));
        });
    return page.toString();
  }

  /** The rows, apart by what the user wants told apart. */
  private static SortedMap<String, List<Row>> groups(Profile profile, ViewRequest request) {
    SortedMap<String, Map<MethodName, Row>> groups = new TreeMap<>();
    for (Count calls : profile.calls()) {
      Row row = row(groups, title(request, calls.rank(), calls.thread()), calls.method());
      row.calls += calls.count();
      row.place = "%s:%s".formatted(calls.file(), calls.line());
    }
    profile
        .stacks()
        .forEach((stack, time) ->
            add(groups, title(request, stack.rank(), stack.thread()), stack, time));
    SortedMap<String, List<Row>> rows = new TreeMap<>();
    groups.forEach((title, byMethod) -> rows.put(title, List.copyOf(byMethod.values())));
    return rows;
  }

  private static void add(
      Map<String, Map<MethodName, Row>> groups, String title, Stack stack, Time time) {
    Set<MethodName> seen = new LinkedHashSet<>();
    stack.frames().stream().map(Frame::method).filter(MethodName::isOwn).forEach(seen::add);
    // a library's time is that of the method which calls it; a thread of a library has its own row
    MethodName innermost = seen.isEmpty() ? outermost(stack) : seen.iterator().next();
    row(groups, title, innermost).ownNanos += time.nanos();
    seen.add(innermost);
    seen.forEach(method -> row(groups, title, method).inclusiveNanos += time.nanos());
  }

  private static MethodName outermost(Stack stack) {
    return stack.frames().getLast().method();
  }

  private static Row row(
      Map<String, Map<MethodName, Row>> groups, String title, MethodName method) {
    return groups.computeIfAbsent(title, _ -> new HashMap<>()).computeIfAbsent(method, Row::new);
  }

  private static String title(ViewRequest request, int rank, String thread) {
    return switch (request.by()) {
      case PROGRAM, ALLOC -> "";
      case RANK -> "rank " + rank;
      case THREAD -> "rank " + rank + ", thread " + thread;
    };
  }

  private static String table(List<Row> rows, ViewRequest request) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.number("ncalls"),
                Heading.number("tottime"),
                Heading.number("percall"),
                Heading.number("cumtime"),
                Heading.number("percall"),
                Heading.text("filename:lineno(function)")));
    List<Row> ordered = new ArrayList<>(rows);
    ordered.sort(order(request.sort()));
    int shown = request.top() == 0 ? rows.size() : Math.min(request.top(), rows.size());
    ordered.subList(0, shown).forEach(row -> table.add(row.cells()));
    List<Row> rest = ordered.subList(shown, ordered.size());
    long restNanos = rest.stream().mapToLong(row -> row.ownNanos).sum();
    return table.render()
        + (rest.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                "and %d more with a tottime of %.3f s (--top 0 shows all)%n",
                rest.size(),
                restNanos * NANOS));
  }

  private static Comparator<Row> order(Sort sort) {
    Comparator<Row> byName = Comparator.comparing(row -> row.method.fullName());
    Comparator<Row> order =
        switch (sort) {
          case TOTTIME -> largest(row -> row.ownNanos);
          case CUMTIME -> largest(row -> row.inclusiveNanos);
          case NCALLS -> largest(row -> row.calls);
          case PERCALL -> largest(row -> (double) row.ownNanos / Math.max(1, row.calls));
          case NAME -> Comparator.comparing((Row row) -> row.method.shortName());
          case FILE -> Comparator.comparing((Row row) -> row.file());
          case LINE -> Comparator.comparingInt(Row::line);
        };
    return order.thenComparing(byName).thenComparing(row -> row.method.descriptor());
  }

  private static Comparator<Row> largest(ToDoubleFunction<Row> column) {
    return Comparator.comparingDouble(column).reversed();
  }

  /** What is known of one function. */
  private static final class Row {

    private final MethodName method;
    private String place = "";
    private long calls;
    private long ownNanos;
    private long inclusiveNanos;

    Row(MethodName method) {
      this.method = method;
    }

    String file() {
      return place.substring(0, Math.max(0, place.indexOf(':')));
    }

    int line() {
      return place.isEmpty() ? 0 : Integer.parseInt(place.substring(place.indexOf(':') + 1));
    }

    List<String> cells() {
      return List.of(
          calls == 0 ? "-" : Long.toString(calls),
          seconds(ownNanos),
          perCall(ownNanos),
          seconds(inclusiveNanos),
          perCall(inclusiveNanos),
          place.isEmpty()
              ? "{%s}".formatted(method.fullName())
              : "%s(%s)".formatted(place, method.shortName()));
    }

    private static String seconds(long nanos) {
      return String.format(Locale.ROOT, "%.3f", nanos * NANOS);
    }

    private String perCall(long nanos) {
      return calls == 0 ? "-" : String.format(Locale.ROOT, "%.3g", nanos * NANOS / calls);
    }
  }
}
