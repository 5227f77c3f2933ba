package hpc.profile;

import static hpc.profile.Unit.MIB;
import static hpc.profile.Unit.SECONDS;
import static hpc.table.Column.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.OutputFile;
import hpc.plot.Plot;
import hpc.profile.MemoryTimeline.OfRank;
import hpc.profile.MemoryTimeline.Sample;
import hpc.table.Column;
import hpc.table.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The picture of Python's {@code mprof}: memory against time. As SVG, PNG, CSV and in mprof's own
 * format.
 */
final class TimelineView {

  /** Memory needs no stacks: fewer samples of CPU time leave the program its speed. */
  static final Map<String, String> SETTINGS = Map.of("jdk.CPUTimeSample#throttle", "20ms");

  /** What every page says near its beginning. */
  static final String PEAK = "peak of the resident set";

  private static final String TITLE = "Memory over time";
  private static final String COLUMNS =
      "rank,seconds,phase,resident_bytes,heap_used_bytes,heap_committed_bytes";

  /** How a file of mprof begins, before the command. */
  private static final String MPROF_COMMAND = "CMDLINE ";

  private final MemoryTimeline timeline;
  private final Instant begin;

  private TimelineView(MemoryTimeline timeline) {
    this.timeline = timeline;
    this.begin = timeline.begin();
  }

  static List<OutputFile> files(Path directory, List<Integer> ranks) {
    return Stream.concat(
            Stream.of(svg(directory), png(directory), csv(directory)),
            ranks.stream().map(rank -> mprofile(directory, rank)))
        .toList();
  }

  private static OutputFile file(Path directory, String name, String mark) {
    return new OutputFile("--out", directory.resolve(name), mark);
  }

  private static OutputFile svg(Path directory) {
    return file(directory, "timeline.svg", ">" + TITLE + "<");
  }

  /** Pixels say nothing: they are of the same kind as the drawing beside them. */
  private static OutputFile png(Path directory) {
    return new OutputFile(
        "--out",
        directory.resolve("timeline.png"),
        _ -> Files.exists(svg(directory).path()) && svg(directory).holdsOurs());
  }

  private static OutputFile csv(Path directory) {
    return file(directory, "timeline.csv", COLUMNS);
  }

  private static OutputFile mprofile(Path directory, int rank) {
    return file(directory, "mprofile_rank-%s.dat".formatted(rank), MPROF_COMMAND + "hpc");
  }

  static String render(Recordings recordings, ViewRequest request) {
    return new TimelineView(MemoryTimeline.of(recordings)).render(request.directory());
  }

  private String render(Path directory) {
    String command = timeline.ranks().values().iterator().next().command();
    Plot figure = TimelineFigure.of(TITLE, timeline.ranks(), begin);
    svg(directory).replace(figure.svg().getBytes(UTF_8));
    png(directory).replace(figure.png(Plot.PRINT));
    csv(directory).replace(csv().getBytes(UTF_8));
    StringBuilder page = new StringBuilder(command).append('\n');
    timeline
        .ranks()
        .forEach((rank, of) -> {
          mprofile(directory, rank).replace(mprofile(of).getBytes(UTF_8));
          page.append('\n').append(summary(rank, of));
        });
    return page.append(
            "\n%s, the same as .png and .csv\nmprof plot %s\n"
                .formatted(
                    directory.resolve("timeline.svg"), directory.resolve("mprofile_rank-*.dat")))
        .toString();
  }

  /**
   * The file that {@code mprof run} writes and {@code mprof plot} draws: the command, then memory
   * in MiB at times in seconds since 1970, then for each call of a function memory and time of its
   * beginning and its end.
   *
   * @see <a href="https://github.com/pythonprofilers/memory_profiler">memory_profiler</a>
   */
  private static String mprofile(OfRank of) {
    StringBuilder text = new StringBuilder(MPROF_COMMAND).append(of.command()).append('\n');
    for (Sample sample : of.samples()) {
      text.append(
          String.format(
              Locale.ROOT, "MEM %.6f %.4f%n", MIB.of(sample.resident()), epoch(sample.at())));
    }
    for (TimedCall call : of.calls()) {
      text.append(
          String.format(
              Locale.ROOT,
              "FUNC %s %.4f %.4f %.4f %.4f%n",
              call.method().fullName(),
              MIB.of(of.residentAt(call.start())),
              epoch(call.start()),
              MIB.of(of.residentAt(call.end())),
              epoch(call.end())));
    }
    return text.toString();
  }

  private static double epoch(Instant at) {
    return at.getEpochSecond() + at.getNano() * 1e-9;
  }

  private long nanos(Instant at) {
    return Duration.between(begin, at).toNanos();
  }

  private String csv() {
    StringBuilder text = new StringBuilder(COLUMNS + "\n");
    timeline
        .ranks()
        .forEach((rank, of) ->
            of.samples()
                .forEach(sample ->
                    text.append(
                        "%s,%s,%s,%s,%s,%s\n"
                            .formatted(
                                rank,
                                SECONDS.text(nanos(sample.at()), 6),
                                sample.phase(),
                                sample.resident(),
                                sample.heapUsed(),
                                sample.heapCommitted()))));
    return text.toString();
  }

  private String summary(int rank, OfRank of) {
    Sample peak = of.peak();
    List<Column<TimedCall>> columns =
        List.of(
            text("part", call -> (call.isOfWorkload() ? "" : ". ") + call.label()),
            SECONDS.column("at (s)", 3, call -> nanos(call.start())),
            SECONDS.column("took (s)", 3, TimedCall::nanos),
            MIB.column("before (MiB)", 1, call -> of.residentAt(call.start())),
            MIB.column("most (MiB)", 1, call -> of.most(call.start(), call.end())),
            MIB.column("after (MiB)", 1, call -> of.residentAt(call.end())));
    Map<String, Integer> phases = new TreeMap<>();
    of.samples().stream()
        .filter(sample -> !sample.phase().isEmpty())
        .forEach(sample -> phases.merge(sample.phase(), 1, Integer::sum));
    return "rank %s: %s %s MiB at %s s, by %s samples\n"
            .formatted(
                rank,
                PEAK,
                MIB.text(peak.resident(), 1),
                SECONDS.text(nanos(peak.at()), 3),
                of.samples().size())
        + (of.highWater() == 0
            ? ""
            : "by the kernel: %s MiB since the last repetition began\n"
                .formatted(MIB.text(of.highWater(), 1)))
        + "collections: %s\n".formatted(of.pauses().size())
        + (phases.isEmpty() ? "" : "phases, in samples: %s\n".formatted(phases))
        + new Table<>(columns, of.calls()).text();
  }
}
