package hpc.profile;

import hpc.report.TextTable;
import hpc.report.TextTable.Heading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/**
 * The table of Python's memory_profiler: a method's source with the memory that each line takes.
 * What is taken are arrays, counted to the byte, and what libraries took for the line, as the JVM
 * samples it; beside them stands what the kernel saw.
 */
final class MemoryView implements ProfileView {

  private static final double MIB = 1 << 20;

  /** Methods that make less than this share of all bytes are not shown by line. */
  private static final double SMALLEST_SHARE = 0.01;

  @Override
  public String word() {
    return "memory";
  }

  @Override
  public Counting counting() {
    return Counting.ARRAYS;
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--top");
  }

  @Override
  public Map<String, String> settings() {
    return LibraryAllocation.SETTINGS;
  }

  /** What one line takes, over threads and ranks. */
  private static final class Line {
    private final MethodName method;
    private final String file;
    private final int number;
    private long arrays;
    private long bytes;
    private long libraryBytes;
    private Largest largest = new Largest("", 0, 0, 0, 0);

    Line(MethodName method, String file, int number) {
      this.method = method;
      this.file = file;
      this.number = number;
    }

    static Line of(RecordedEvent event) {
      return new Line(
          new MethodName(
              event.getString("type"), event.getString("method"), event.getString("descriptor")),
          event.getString("file"),
          event.getInt("line"));
    }

    static Line of(LibraryAllocation taken) {
      String source = SourceText.nameOf(taken.caller().type());
      return new Line(taken.caller(), source.substring(source.lastIndexOf('/') + 1), taken.line());
    }

    void add(LibraryAllocation taken) {
      bytes += taken.bytes();
      libraryBytes += taken.bytes();
      if (arrays == 0 && taken.bytes() > largest.bytes()) {
        largest = new Largest(taken.type() + " of a library", 0, taken.bytes(), 0, 0);
      }
    }

    void add(RecordedEvent event) {
      arrays += event.getLong("arrays");
      bytes += event.getLong("bytes");
      if (event.getLong("largestBytes") > largest.bytes() || arrays == event.getLong("arrays")) {
        largest =
            new Largest(
                event.getString("arrayType"),
                event.getLong("largestLength"),
                event.getLong("largestBytes"),
                event.getLong("residentBefore"),
                event.getLong("residentAfter"));
      }
    }

    String place() {
      return file + ":" + number;
    }

    String key() {
      return method.type() + "::" + method.writtenIn();
    }
  }

  /** The largest array that a line has made. */
  private record Largest(String type, long length, long bytes, long before, long after) {

    /** Such as {@code boolean[30000001]}. */
    String written() {
      return length == 0 ? type : type.replaceFirst("\\[]", "[" + length + "]");
    }

    /** What it would take with other elements, for those that hold a yes or no. */
    Optional<String> otherwise() {
      return type.equals("boolean[]")
          ? Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s: a byte for each flag, %.1f MiB; as bits %.1f MiB%n"
                      + "eight bytes for each, as long[] or the pointers of a Python list, %.1f MiB",
                  written(),
                  bytes / MIB,
                  length / 8.0 / MIB,
                  8.0 * length / MIB))
          : Optional.empty();
    }
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings);
    if (profile.runs().stream().noneMatch(run -> run.counting() == Counting.ARRAYS)) {
      throw new IllegalArgumentException(
          "%s: no arrays were counted; accepted: a recording of hpc profile memory"
              .formatted(recordings.files().getFirst().file()));
    }
    List<Line> lines = lines(recordings);
    StringBuilder page = new StringBuilder();
    ProfileHeader.lines(profile).forEach(line -> page.append(line).append('\n'));
    long bytes = sum(lines);
    long ofLibraries = lines.stream().mapToLong(line -> line.libraryBytes).sum();
    page.append(
        String.format(
            Locale.ROOT,
            "Arrays made by hpc's own methods, exact: %d, %.1f MiB in all, freed or not%n"
                + "Made by libraries for lines of hpc, sampled: %.1f MiB%n%n",
            lines.stream().mapToLong(line -> line.arrays).sum(),
            (bytes - ofLibraries) / MIB,
            ofLibraries / MIB));
    page.append(largest(lines, request.top()));
    Map<String, List<Line>> methods = new TreeMap<>();
    lines.forEach(line -> methods.computeIfAbsent(line.key(), _ -> new ArrayList<>()).add(line));
    if (lines.stream().anyMatch(line -> line.bytes > 0)) {
      page.append(
          "\nMem before, after: resident set around the making of the line's largest array;"
              + " Increment, Occurrences: exact but for libraries\n");
    }
    methods.values().stream()
        .filter(ofMethod -> sum(ofMethod) >= SMALLEST_SHARE * bytes)
        .sorted(Comparator.comparingLong(MemoryView::sum).reversed())
        .forEach(ofMethod -> page.append('\n').append(section(ofMethod)));
    return page.toString();
  }

  private static long sum(List<Line> lines) {
    return lines.stream().mapToLong(line -> line.bytes).sum();
  }

  private static List<Line> lines(Recordings recordings) {
    Map<Map.Entry<MethodName, Integer>, Line> lines = new HashMap<>();
    recordings.forEach((_, event) -> {
      if (event.getEventType().getName().equals(ArrayCount.NAME)) {
        of(Line.of(event), lines).add(event);
      }
      LibraryAllocation.of(event).ifPresent(taken -> of(Line.of(taken), lines).add(taken));
    });
    return lines.values().stream()
        .sorted(
            Comparator.comparingLong((Line line) -> line.bytes)
                .reversed()
                .thenComparing(Line::key)
                .thenComparingInt(line -> line.number))
        .toList();
  }

  private static Line of(Line place, Map<Map.Entry<MethodName, Integer>, Line> lines) {
    return lines.computeIfAbsent(Map.entry(place.method, place.number), _ -> place);
  }

  private static String largest(List<Line> lines, int top) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.number("MiB"),
                Heading.number("arrays"),
                Heading.text("the largest"),
                Heading.number("its MiB"),
                Heading.number("libraries' MiB"),
                Heading.text("made at")));
    long shown = top == 0 ? Long.MAX_VALUE : top;
    lines.stream()
        .limit(shown)
        .forEach(line ->
            table.add(
                List.of(
                    mebibytes(line.bytes),
                    Long.toString(line.arrays),
                    line.largest.written(),
                    mebibytes(line.largest.bytes()),
                    line.libraryBytes == 0 ? "" : mebibytes(line.libraryBytes),
                    line.place() + "(" + line.method.shortName() + ")")));
    StringBuilder text = new StringBuilder(table.render());
    if (lines.size() > shown) {
      text.append("and %s more lines (--top 0 shows all)\n".formatted(lines.size() - shown));
    }
    lines.stream()
        .filter(line -> line.largest.bytes() >= MIB)
        .flatMap(line -> line.largest.otherwise().stream())
        .distinct()
        .forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String section(List<Line> ofMethod) {
    Line any = ofMethod.getFirst();
    Map<Integer, Line> byNumber = new TreeMap<>();
    ofMethod.forEach(line -> byNumber.put(line.number, line));
    Optional<SourceText> source = SourceText.of(any.method.type());
    TextTable table =
        new TextTable(
            List.of(
                Heading.number("Line #"),
                Heading.number("Mem before (MiB)"),
                Heading.number("Mem after (MiB)"),
                Heading.number("Increment (MiB)"),
                Heading.number("Occurrences"),
                Heading.text("Line Contents")));
    int first = byNumber.keySet().iterator().next();
    int head = source.map(text -> text.head(nameInSource(any.method), first)).orElse(first);
    int last = byNumber.keySet().stream().reduce(first, Math::max);
    for (int number = head; number <= last; number++) {
      int at = number;
      table.add(cells(number, byNumber.get(number), source.map(text -> text.line(at)).orElse("")));
    }
    return String.format(
            Locale.ROOT,
            "Total: %.3f MiB%nFile: %s%nFunction: %s at line %d%n%n",
            sum(ofMethod) / MIB,
            source.map(SourceText::name).orElse(any.file),
            any.key(),
            head)
        + table.render();
  }

  private static List<String> cells(int number, Line line, String contents) {
    return line == null
        ? List.of(Integer.toString(number), "", "", "", "", contents)
        : List.of(
            Integer.toString(number),
            line.largest.before() == 0 ? "" : mebibytes(line.largest.before()),
            line.largest.after() == 0 ? "" : mebibytes(line.largest.after()),
            mebibytes(line.bytes),
            Long.toString(line.arrays),
            contents);
  }

  private static String nameInSource(MethodName method) {
    String type = method.type().substring(method.type().lastIndexOf('.') + 1);
    return switch (method.writtenIn()) {
      case "<init>" -> type.substring(type.lastIndexOf('$') + 1);
      case "<clinit>" -> "static";
      default -> method.writtenIn();
    };
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.3f", bytes / MIB);
  }
}
