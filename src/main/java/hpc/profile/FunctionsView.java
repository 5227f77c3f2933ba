package hpc.profile;

import static hpc.profile.Unit.SECONDS;
import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.profile.Profile.Count;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import hpc.profile.ViewRequest.Sort;
import hpc.table.Column;
import hpc.table.Table;
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
final class FunctionsView {

  private static final List<Column<Row>> COLUMNS =
      List.of(
          number("ncalls", row -> row.calls == 0 ? "-" : row.calls),
          SECONDS.column("tottime", 3, row -> row.ownNanos),
          number("percall", row -> row.perCall(row.ownNanos)),
          SECONDS.column("cumtime", 3, row -> row.inclusiveNanos),
          number("percall", row -> row.perCall(row.inclusiveNanos)),
          text("filename:lineno(function)", Row::function));

  private final ViewRequest request;

  /** The rows, split as the user wants. */
  private final SortedMap<String, Map<MethodName, Row>> groups = new TreeMap<>();

  private FunctionsView(Profile profile, ViewRequest request) {
    this.request = request;
    for (Count calls : profile.calls()) {
      Row row = row(title(calls.rank(), calls.thread()), calls.method());
      row.calls += calls.count();
      row.file = calls.file();
      row.line = calls.line();
    }
    profile.stacks().forEach(this::add);
  }

  static String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    StringBuilder page = new StringBuilder(ProfileHeader.of(profile));
    page.append(
        """
        ncalls: %s
        tottime, cumtime, percall: sampled, seconds of CPU time, including calls of libraries
        ordered by %s; tottime adds up to the time by samples
        """
            .formatted(
                profile.calls().isEmpty()
                    ? "not counted in this recording"
                    : "exact, counted on entry of each method of hpc",
                request.sort().word()));
    FunctionsView view = new FunctionsView(profile, request);
    view.groups.forEach((title, rows) ->
        page.append(title.isEmpty() ? "\n" : "\n" + title + ":\n").append(view.table(rows)));
    return page.toString();
  }

  private void add(Stack stack, Time time) {
    String title = title(stack.rank(), stack.thread());
    Set<MethodName> seen = new LinkedHashSet<>();
    stack.frames().stream().map(Frame::method).filter(MethodName::isOwn).forEach(seen::add);
    // a library's time is that of the method which calls it; a thread of a library has its own row
    MethodName innermost =
        seen.isEmpty() ? stack.frames().getLast().method() : seen.iterator().next();
    row(title, innermost).ownNanos += time.nanos();
    seen.add(innermost);
    seen.forEach(method -> row(title, method).inclusiveNanos += time.nanos());
  }

  private Row row(String title, MethodName method) {
    return groups.computeIfAbsent(title, _ -> new HashMap<>()).computeIfAbsent(method, Row::new);
  }

  private String title(int rank, String thread) {
    return switch (request.by()) {
      case PROGRAM, ALLOC -> "";
      case RANK -> "rank " + rank;
      case THREAD -> "rank " + rank + ", thread " + thread;
    };
  }

  private String table(Map<MethodName, Row> rows) {
    List<Row> ordered = rows.values().stream().sorted(order(request.sort())).toList();
    int shown = request.shown(ordered.size());
    List<Row> rest = ordered.subList(shown, ordered.size());
    return new Table<>(COLUMNS, ordered.subList(0, shown)).text()
        + (rest.isEmpty()
            ? ""
            : "and %s more with a tottime of %s s (--top 0 shows all)\n"
                .formatted(
                    rest.size(),
                    SECONDS.text(rest.stream().mapToLong(row -> row.ownNanos).sum(), 3)));
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
          case FILE -> Comparator.comparing((Row row) -> row.file);
          case LINE -> Comparator.comparingInt((Row row) -> row.line);
        };
    return order.thenComparing(byName).thenComparing(row -> row.method.descriptor());
  }

  private static Comparator<Row> largest(ToDoubleFunction<Row> column) {
    return Comparator.comparingDouble(column).reversed();
  }

  /** What is known of one function. */
  private static final class Row {

    private final MethodName method;
    private String file = "";
    private int line;
    private long calls;
    private long ownNanos;
    private long inclusiveNanos;

    Row(MethodName method) {
      this.method = method;
    }

    String function() {
      return file.isEmpty()
          ? "{%s}".formatted(method.fullName())
          : "%s:%s(%s)".formatted(file, line, method.shortName());
    }

    String perCall(long nanos) {
      return calls == 0 ? "-" : String.format(Locale.ROOT, "%.3g", SECONDS.of(nanos) / calls);
    }
  }
}
