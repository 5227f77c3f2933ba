package hpc.profile;

import hpc.profile.Profile.Count;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import hpc.report.TextTable;
import hpc.report.TextTable.Heading;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The table of Python's line_profiler: a method's source with the hits and the time of each line.
 * The time of a line includes that of what it calls.
 */
final class LinesView implements ProfileView {

  private static final double NANOS = 1e-9;

  @Override
  public String word() {
    return "lines";
  }

  @Override
  public Counting counting() {
    return Counting.LINES;
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--method");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    boolean counted = profile.runs().stream().anyMatch(run -> run.counting() == Counting.LINES);
    if (!counted) {
      throw new IllegalArgumentException(
          "%s: no lines were counted; accepted: a recording of hpc profile lines"
              .formatted(recordings.files().getFirst().file()));
    }
    if (profile.hits().isEmpty()) {
      return String.join("\n", ProfileHeader.lines(profile))
          + "\nnone of the chosen methods has run\n";
    }
    Map<String, Section> sections = sections(profile, request.methods());
    StringBuilder page = new StringBuilder();
    ProfileHeader.lines(profile).forEach(line -> page.append(line).append('\n'));
    page.append("Hits: exact, how often the execution arrives at the line\n")
        .append("Time, Per Hit, % Time: sampled, CPU time, what the line calls included\n");
    sections.values().stream()
        .sorted(Comparator.comparingLong((Section section) -> section.nanos).reversed())
        .forEach(section -> page.append('\n').append(section.render()));
    return page.toString();
  }

  private static Map<String, Section> sections(Profile profile, List<MethodChoice> chosen) {
    Map<String, Section> sections = new TreeMap<>();
    for (Count hit : profile.hits()) {
      if (chosen.isEmpty() || chosen.stream().anyMatch(choice -> choice.includes(hit.method()))) {
        sections.computeIfAbsent(key(hit.method()), _ -> new Section(hit)).add(hit);
      }
    }
    if (sections.isEmpty()) {
      throw new IllegalArgumentException(
          "--method %s: its lines were not counted in this recording; accepted: %s"
              .formatted(chosen.getFirst(), counted(profile)));
    }
    profile.stacks().forEach((stack, time) -> addTime(sections, stack, time));
    return sections;
  }

  private static String counted(Profile profile) {
    return String.join(
        ", ",
        profile.hits().stream()
            .map(hit -> hit.method().type() + "::" + hit.method().writtenIn())
            .distinct()
            .sorted()
            .toList());
  }

  /** Of a recursive method the innermost call has the time. */
  private static void addTime(Map<String, Section> sections, Stack stack, Time time) {
    Map<String, Frame> innermost = new HashMap<>();
    stack.frames().forEach(frame -> innermost.putIfAbsent(key(frame.method()), frame));
    innermost.forEach((key, frame) -> {
      if (sections.containsKey(key)) {
        sections.get(key).add(frame.line(), time.nanos());
      }
    });
  }

  /** Overloads and lambdas of one name make one section: they stand together in the source. */
  private static String key(MethodName method) {
    return method.type() + "::" + method.writtenIn();
  }

  /** The lines of one method. */
  private static final class Section {

    private final MethodName method;
    private final String file;
    private final Map<Integer, Long> hits = new TreeMap<>();
    private final Map<Integer, Long> nanosOf = new HashMap<>();
    private long nanos;

    Section(Count first) {
      this.method = first.method();
      this.file = first.file();
    }

    void add(Count hit) {
      hits.merge(hit.line(), hit.count(), Long::sum);
    }

    void add(int line, long time) {
      nanosOf.merge(line, time, Long::sum);
      nanos += time;
    }

    String render() {
      Optional<SourceText> source = SourceText.of(method.type());
      int first = hits.keySet().stream().min(Comparator.naturalOrder()).orElseThrow();
      int last = hits.keySet().stream().max(Comparator.naturalOrder()).orElseThrow();
      int head = source.map(text -> text.head(nameInSource(), first)).orElse(first);
      int end = source.map(text -> text.end(head, last)).orElse(last);
      TextTable table =
          new TextTable(
              List.of(
                  Heading.number("Line #"),
                  Heading.number("Hits"),
                  Heading.number("Time (s)"),
                  Heading.number("Per Hit (ns)"),
                  Heading.number("% Time"),
                  Heading.text("Line Contents")));
      for (int line = head; line <= end; line++) {
        table.add(cells(line, source.map(ofText(line)).orElse("")));
      }
      return String.format(
              Locale.ROOT,
              "Total time: %.3f s%nFile: %s%nFunction: %s at line %d%n%n",
              nanos * NANOS,
              source.map(SourceText::name).orElse(file),
              key(method),
              head)
          + table.render();
    }

    private static Function<SourceText, String> ofText(int line) {
      return source -> source.line(line);
    }

    private List<String> cells(int line, String contents) {
      Long hit = hits.get(line);
      long time = nanosOf.getOrDefault(line, 0L);
      return List.of(
          Integer.toString(line),
          hit == null ? "" : Long.toString(hit),
          time == 0 ? "" : String.format(Locale.ROOT, "%.3f", time * NANOS),
          time == 0 || hit == null || hit == 0
              ? ""
              : String.format(Locale.ROOT, "%.3g", (double) time / hit),
          time == 0 ? "" : String.format(Locale.ROOT, "%.1f", 100.0 * time / nanos),
          contents);
    }

    private String nameInSource() {
      String name = method.writtenIn();
      String type = method.type().substring(method.type().lastIndexOf('.') + 1);
      return switch (name) {
        case "<init>" -> type.substring(type.lastIndexOf('$') + 1);
        case "<clinit>" -> "static";
        default -> name;
      };
    }
  }
}
