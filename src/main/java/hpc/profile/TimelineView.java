package hpc.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.OutputFile;
import hpc.profile.MemoryTimeline.OfRank;
import hpc.profile.MemoryTimeline.Sample;
import hpc.report.MemoryChart;
import hpc.report.MemoryChart.Moment;
import hpc.report.MemoryChart.Panel;
import hpc.report.MemoryChart.Stretch;
import hpc.report.TextTable;
import hpc.report.TextTable.Heading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The picture of Python's {@code mprof}: memory against time. As SVG, PNG, CSV and in mprof's own
 * format.
 */
final class TimelineView implements ProfileView {

  private static final String TITLE = "Memory over time";
  private static final String COLUMNS =
      "rank,seconds,phase,resident_bytes,heap_used_bytes,heap_committed_bytes";
  private static final String PEAK = "peak of the resident set";
  private static final double MIB = 1 << 20;

  @Override
  public String word() {
    return "timeline";
  }

  /** Memory needs no stacks: fewer samples of CPU time leave the program its speed. */
  @Override
  public Map<String, String> settings() {
    return Map.of("jdk.CPUTimeSample#throttle", "20ms");
  }

  @Override
  public OutputFile page(Path directory) {
    return ProfileView.output(directory, word() + ".txt", PEAK);
  }

  @Override
  public List<OutputFile> files(Path directory, List<Integer> ranks) {
    return Stream.concat(
            Stream.of(svg(directory), png(directory), csv(directory)),
            ranks.stream().map(rank -> mprofile(directory, rank)))
        .toList();
  }

  private static OutputFile svg(Path directory) {
    return ProfileView.output(directory, "timeline.svg", ">" + TITLE + "<");
  }

  /** Pixels say nothing: they are of the same kind as the drawing beside them. */
  private static OutputFile png(Path directory) {
    return new OutputFile(
        "--out",
        directory.resolve("timeline.png"),
        _ -> Files.exists(svg(directory).path()) && svg(directory).holdsOurs());
  }

  private static OutputFile csv(Path directory) {
    return ProfileView.output(directory, "timeline.csv", COLUMNS);
  }

  private static OutputFile mprofile(Path directory, int rank) {
    return ProfileView.output(
        directory, "mprofile_rank-%s.dat".formatted(rank), MprofFile.COMMAND + "hpc");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    MemoryTimeline timeline = MemoryTimeline.of(recordings);
    Instant begin = timeline.begin();
    Path directory = request.directory();
    String command = timeline.ranks().values().iterator().next().command();
    MemoryChart chart =
        new MemoryChart(
            TITLE,
            command,
            timeline.ranks().entrySet().stream()
                .map(entry -> panel(entry.getKey(), entry.getValue(), begin))
                .toList());
    svg(directory).replace(chart.svg());
    png(directory).replace(chart.png());
    csv(directory).replace(csv(timeline, begin).getBytes(UTF_8));
    StringBuilder page = new StringBuilder(command).append('\n');
    timeline
        .ranks()
        .forEach((rank, of) -> {
          mprofile(directory, rank).replace(MprofFile.text(of).getBytes(UTF_8));
          page.append('\n').append(summary(rank, of, begin));
        });
    return page.append(
            "\n%s, the same as .png and .csv\nmprof plot %s\n"
                .formatted(
                    directory.resolve("timeline.svg"), directory.resolve("mprofile_rank-*.dat")))
        .toString();
  }

  private static double seconds(Instant begin, Instant at) {
    return Duration.between(begin, at).toNanos() * 1e-9;
  }

  private static Panel panel(int rank, OfRank of, Instant begin) {
    List<Stretch> parts = new ArrayList<>();
    List<Stretch> inner = new ArrayList<>();
    for (TimedCall span : of.spans()) {
      (span.isOfWorkload() ? parts : inner)
          .add(new Stretch(span.label(), seconds(begin, span.start()), seconds(begin, span.end())));
    }
    return new Panel(
        "rank " + rank,
        of.samples().stream()
            .map(sample ->
                new Moment(
                    seconds(begin, sample.at()),
                    sample.resident(),
                    sample.heapUsed(),
                    sample.heapCommitted()))
            .toList(),
        of.pauses().stream()
            // a collection before the first sample is left of the axis
            .filter(pause -> pause.end().isAfter(begin))
            .map(pause ->
                new Stretch(
                    pause.name(),
                    Math.max(0, seconds(begin, pause.start())),
                    seconds(begin, pause.end())))
            .toList(),
        List.of(parts, inner, phases(of, begin)));
  }

  /** From each sample to the next; neighbours of one phase are joined. */
  private static List<Stretch> phases(OfRank of, Instant begin) {
    List<Stretch> phases = new ArrayList<>();
    List<Sample> samples = of.samples();
    for (int i = 0; i + 1 < samples.size(); i++) {
      double from = seconds(begin, samples.get(i).at());
      double to = seconds(begin, samples.get(i + 1).at());
      String phase = samples.get(i).phase();
      Stretch last = phases.isEmpty() ? null : phases.getLast();
      if (last != null && last.to() == from && last.label().equals(phase)) {
        phases.set(phases.size() - 1, new Stretch(phase, last.from(), to));
      } else if (!phase.isEmpty()) {
        phases.add(new Stretch(phase, from, to));
      }
    }
    return phases;
  }

  private static String csv(MemoryTimeline timeline, Instant begin) {
    StringBuilder text = new StringBuilder(COLUMNS + "\n");
    timeline
        .ranks()
        .forEach((rank, of) ->
            of.samples()
                .forEach(sample ->
                    text.append(
                        String.format(
                            Locale.ROOT,
                            "%d,%.6f,%s,%d,%d,%d%n",
                            rank,
                            seconds(begin, sample.at()),
                            sample.phase(),
                            sample.resident(),
                            sample.heapUsed(),
                            sample.heapCommitted()))));
    return text.toString();
  }

  private static String summary(int rank, OfRank of, Instant begin) {
    Sample peak = of.peak();
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("part"),
                Heading.number("at (s)"),
                Heading.number("took (s)"),
                Heading.number("before (MiB)"),
                Heading.number("most (MiB)"),
                Heading.number("after (MiB)")));
    for (TimedCall span : of.spans()) {
      table.add(
          List.of(
              (span.isOfWorkload() ? "" : ". ") + span.label(),
              String.format(Locale.ROOT, "%.3f", seconds(begin, span.start())),
              String.format(Locale.ROOT, "%.3f", span.length().toNanos() * 1e-9),
              mebibytes(of.before(span.start()).resident()),
              mebibytes(of.most(span.start(), span.end())),
              mebibytes(of.before(span.end()).resident())));
    }
    Map<String, Integer> phases = new TreeMap<>();
    of.samples().stream()
        .filter(sample -> !sample.phase().isEmpty())
        .forEach(sample -> phases.merge(sample.phase(), 1, Integer::sum));
    return String.format(
            Locale.ROOT,
            "rank %d: " + PEAK + " %s MiB at %.3f s, by %d samples%s%n",
            rank,
            mebibytes(peak.resident()),
            seconds(begin, peak.at()),
            of.samples().size(),
            of.highWater() == 0
                ? ""
                : "%nby the kernel: %s MiB since the last repetition began"
                    .formatted(mebibytes(of.highWater())))
        + "collections: %s\n".formatted(of.pauses().size())
        + (phases.isEmpty() ? "" : "phases, in samples: %s\n".formatted(phases))
        + table.render();
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / MIB);
  }
}
