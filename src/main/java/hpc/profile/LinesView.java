package hpc.profile;

import static hpc.table.Column.number;

import hpc.profile.Profile.Count;
import hpc.profile.Profile.Frame;
import hpc.profile.Profile.Stack;
import hpc.profile.Profile.Time;
import hpc.table.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The table of Python's line_profiler: a method's source with the hits and the time of each line.
 * The time of a line includes that of what it calls.
 */
final class LinesView {

  private final SortedMap<String, Section> sections = new TreeMap<>();

  private LinesView(Profile profile, List<MethodChoice> chosen) {
    for (Count hit : profile.hits()) {
      if (chosen.isEmpty() || chosen.stream().anyMatch(choice -> choice.includes(hit.method()))) {
        sections.computeIfAbsent(hit.method().inSource(), _ -> new Section(hit)).add(hit);
      }
    }
    if (sections.isEmpty()) {
      throw new IllegalArgumentException(
          "--method %s: its lines were not counted in this recording; accepted: %s"
              .formatted(
                  chosen.getFirst(),
                  profile.hits().stream()
                      .map(hit -> hit.method().inSource())
                      .distinct()
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    profile.stacks().forEach(this::add);
  }

  static String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings, ProfileView.LINES);
    String header = ProfileHeader.of(profile);
    return profile.hits().isEmpty()
        ? header + "none of the chosen methods has run\n"
        : header
            + "Hits: exact, how often the execution arrives at the line\n"
            + "Time, Per Hit, % Time: sampled, CPU time, including what the line calls\n"
            + new LinesView(profile, request.methods())
                .sections.values().stream()
                    .sorted(Comparator.comparingLong((Section section) -> section.nanos).reversed())
                    .map(section -> "\n" + section.render())
                    .collect(Collectors.joining());
  }

  /** Of a recursive method the innermost call has the time. */
  private void add(Stack stack, Time time) {
    Map<String, Frame> innermost = new HashMap<>();
    stack.frames().forEach(frame -> innermost.putIfAbsent(frame.method().inSource(), frame));
    innermost.forEach((method, frame) -> {
      Section section = sections.get(method);
      if (section != null) {
        section.add(frame.line(), time.nanos());
      }
    });
  }

  /** One method. Its overloads and lambdas belong to it: they stand together in the source. */
  private static final class Section {

    private final MethodName method;
    private final String file;
    private final SortedMap<Integer, Line> lines = new TreeMap<>();
    private long nanos;

    Section(Count first) {
      this.method = first.method();
      this.file = first.file();
    }

    void add(Count hit) {
      lines.computeIfAbsent(hit.line(), _ -> new Line()).hits += hit.count();
    }

    void add(int number, long time) {
      nanos += time;
      Line line = lines.get(number);
      if (line != null) {
        line.nanos += time;
      }
    }

    String render() {
      List<Column<Line>> columns =
          List.of(
              number("Hits", line -> line.hits),
              number("Time (s)", line -> line.timed("%.3f", Unit.SECONDS.of(line.nanos))),
              number(
                  "Per Hit (ns)",
                  line ->
                      line.hits == 0 ? "" : line.timed("%.3g", line.nanos / (double) line.hits)),
              number("% Time", line -> line.timed("%.1f", 100.0 * line.nanos / nanos)));
      return "Total time: %s s\n".formatted(Unit.SECONDS.text(nanos, 3))
          + SourceText.section(method, file, lines, columns);
    }
  }

  /** What is known of one line. */
  private static final class Line {
    private long hits;
    private long nanos;

    /** Nothing if no sample has found the line. */
    String timed(String format, double value) {
      return nanos == 0 ? "" : String.format(Locale.ROOT, format, value);
    }
  }
}
