package hpc.profile;

import static hpc.profile.Unit.MIB;
import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.table.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;

/**
 * The table of Python's memory_profiler: a method's source with the memory that each line takes.
 * What is taken are arrays, counted to the byte, and what libraries took for the line, as the JVM
 * samples it; beside them stands what the kernel saw.
 */
final class MemoryView {

  /** Methods that make less than this share of all bytes are not shown by line. */
  private static final double SMALLEST_SHARE = 0.01;

  /** The largest array of a line is compared with other types from this size on. */
  private static final long NOTEWORTHY = 1 << 20;

  private static final List<Column<Line>> LARGEST =
      List.of(
          MIB.column("MiB", 3, line -> line.bytes),
          number("arrays", line -> line.arrays),
          text("the largest", line -> line.largest.written()),
          MIB.column("its MiB", 3, line -> line.largest.bytes()),
          number("libraries' MiB", line -> known(line.libraryBytes)),
          text("made at", Line::place));

  private static final List<Column<Line>> BESIDE_SOURCE =
      List.of(
          number("Mem before (MiB)", line -> known(line.largest.before())),
          number("Mem after (MiB)", line -> known(line.largest.after())),
          MIB.column("Increment (MiB)", 3, line -> line.bytes),
          number("Occurrences", line -> line.arrays));

  private MemoryView() {}

  private static String known(long bytes) {
    return bytes == 0 ? "" : MIB.text(bytes, 3);
  }

  static String render(Recordings recordings, ViewRequest request) {
    Profile profile = Profile.of(recordings, ProfileView.MEMORY);
    List<Line> lines = lines(recordings);
    long bytes = sum(lines);
    long ofLibraries = lines.stream().mapToLong(line -> line.libraryBytes).sum();
    StringBuilder page = new StringBuilder(ProfileHeader.of(profile));
    page.append(
            "Arrays made by hpc's own methods, exact: %s, %s MiB in all, freed or not\n"
                .formatted(
                    lines.stream().mapToLong(line -> line.arrays).sum(),
                    MIB.text(bytes - ofLibraries, 1)))
        .append(
            "Made by libraries for lines of hpc, sampled: %s MiB\n\n"
                .formatted(MIB.text(ofLibraries, 1)))
        .append(request.table(LARGEST, lines));
    lines.stream()
        .map(line -> line.largest)
        .filter(array -> array.bytes() >= NOTEWORTHY && array.type().equals("boolean[]"))
        .map(Largest::otherwise)
        .distinct()
        .forEach(page::append);
    if (bytes > 0) {
      page.append(
          "\nMem before, after: resident set around the making of the line's largest array;"
              + " Increment, Occurrences: exact but for libraries\n");
    }
    lines.stream()
        .collect(
            Collectors.groupingBy(
                line -> line.method.inSource(), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(ofMethod -> sum(ofMethod) >= SMALLEST_SHARE * bytes)
        .sorted(Comparator.comparingLong(MemoryView::sum).reversed())
        .forEach(ofMethod -> page.append('\n').append(section(ofMethod)));
    return page.toString();
  }

  private static long sum(List<Line> lines) {
    return lines.stream().mapToLong(line -> line.bytes).sum();
  }

  /** Those that take most first. */
  private static List<Line> lines(Recordings recordings) {
    Map<Map.Entry<MethodName, Integer>, Line> lines = new HashMap<>();
    recordings.forEach((_, event) -> {
      if (event.getEventType().getName().equals(CountEvent.Arrays.NAME)) {
        Line line = new Line(MethodName.of(event), event.getString("file"), event.getInt("line"));
        line.in(lines).add(event);
      }
      LibraryAllocation.of(event)
          .ifPresent(taken -> {
            String source = SourceText.nameOf(taken.caller().type());
            String file = source.substring(source.lastIndexOf('/') + 1);
            new Line(taken.caller(), file, taken.line()).in(lines).add(taken);
          });
    });
    return lines.values().stream()
        .sorted(
            Comparator.comparingLong((Line line) -> line.bytes)
                .reversed()
                .thenComparing(line -> line.method.inSource())
                .thenComparingInt(line -> line.number))
        .toList();
  }

  private static String section(List<Line> ofMethod) {
    Line any = ofMethod.getFirst();
    SortedMap<Integer, Line> byNumber = new TreeMap<>();
    ofMethod.forEach(line -> byNumber.put(line.number, line));
    return "Total: %s MiB\n".formatted(MIB.text(sum(ofMethod), 3))
        + SourceText.section(any.method, any.file, byNumber, BESIDE_SOURCE);
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

    /** The one of the same place among {@code lines}, which it may have to join. */
    Line in(Map<Map.Entry<MethodName, Integer>, Line> lines) {
      return lines.computeIfAbsent(Map.entry(method, number), _ -> this);
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
      return "%s:%s(%s)".formatted(file, number, method.shortName());
    }
  }

  /** The largest array that a line has made. */
  private record Largest(String type, long length, long bytes, long before, long after) {

    /** Such as {@code boolean[30000001]}. */
    String written() {
      return length == 0 ? type : type.replaceFirst("\\[]", "[" + length + "]");
    }

    /** What an array of flags would take with other elements. */
    String otherwise() {
      return """
      %s: a byte for each flag, %s MiB; as bits %s MiB
      eight bytes for each, as long[] or the pointers of a Python list, %s MiB
      """
          .formatted(
              written(),
              MIB.text(bytes, 1),
              MIB.text(length / Byte.SIZE, 1),
              MIB.text(Long.BYTES * length, 1));
    }
  }
}
