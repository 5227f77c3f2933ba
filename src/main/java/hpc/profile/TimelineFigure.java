package hpc.profile;

import hpc.plot.Bars;
import hpc.plot.Bars.Bar;
import hpc.plot.Marker;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.PlotAxis;
import hpc.plot.PlotColor;
import hpc.plot.Series;
import hpc.plot.Series.Look;
import hpc.plot.Series.Point;
import hpc.profile.MemoryTimeline.OfRank;
import hpc.profile.MemoryTimeline.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Memory against time, a panel for each process, all with the same axes; below each panel what the
 * process was doing.
 */
final class TimelineFigure {

  private static final double MIB = 1 << 20;
  private static final double TALL = 230;
  private static final double LOW = 110;
  private static final double STRIP = 15;
  private static final double STRIP_THICKNESS = 0.85;

  /** More points than a figure has pixels would only make it large. */
  private static final int MOST_POINTS = 1000;

  /** Of parts and phases, in the order in which they appear. */
  private static final List<PlotColor> INKS =
      List.of(
          PlotColor.BLUE,
          PlotColor.GREEN,
          PlotColor.VERMILLION,
          PlotColor.PURPLE,
          PlotColor.SKY,
          PlotColor.ORANGE,
          PlotColor.GREY);

  /** What a process was doing from one time to another. */
  private record Stretch(String label, double from, double to) {}

  private final Map<Integer, OfRank> ranks;
  private final Instant begin;
  private final PlotAxis across;
  private final PlotAxis up;
  private final Map<String, PlotColor> inks = new LinkedHashMap<>();

  private TimelineFigure(Map<Integer, OfRank> ranks, Instant begin) {
    this.ranks = ranks;
    this.begin = begin;
    List<Sample> all = ranks.values().stream().flatMap(of -> of.samples().stream()).toList();
    this.across =
        PlotAxis.fromZero("time (s)", all.stream().map(sample -> seconds(sample.at())).toList());
    this.up =
        PlotAxis.fromZero(
            "MiB",
            all.stream()
                .map(sample -> Math.max(sample.resident(), sample.heapCommitted()) / MIB)
                .toList());
  }

  /**
   * The figure of a run.
   *
   * @param ranks at least one
   * @param begin the time at the left
   */
  static Plot of(String title, Map<Integer, OfRank> ranks, Instant begin) {
    TimelineFigure figure = new TimelineFigure(ranks, begin);
    List<Panel> panels = new ArrayList<>();
    int last = Collections.max(ranks.keySet());
    ranks.forEach((rank, of) -> {
      panels.add(figure.memory("rank " + rank, of));
      panels.add(figure.doing(of, rank == last ? figure.across : figure.across.bare()));
    });
    OfRank first = ranks.values().iterator().next();
    return new Plot(
        "timeline",
        title,
        first.command(),
        "resident set, heap in use and heap committed in MiB against time; of %s: %s"
            .formatted(panels.getFirst().title(), figure.peakText(first)),
        panels);
  }

  private Panel memory(String name, OfRank of) {
    List<Bar> pauses =
        of.pauses().stream()
            // a collection before the first sample is left of the axis
            .filter(pause -> pause.end().isAfter(begin))
            .map(pause ->
                new Bar(up.to() / 2, seconds(pause.start()), seconds(pause.end()), pause.name()))
            .toList();
    Sample peak = of.peak();
    Point top = new Point(seconds(peak.at()), peak.resident() / MIB, peakText(of));
    return new Panel(
            across.bare(),
            up,
            ranks.size() == 1 ? TALL : LOW,
            List.of(
                new Bars(Optional.of("collecting"), PlotColor.ORANGE, up.to(), pauses),
                line("heap committed", PlotColor.PALE, Look.DASHES, of, Sample::heapCommitted),
                line("heap in use", PlotColor.BLUE, Look.LINE, of, Sample::heapUsed),
                line("resident set", PlotColor.VERMILLION, Look.LINE, of, Sample::resident),
                new Series(
                    Optional.empty(),
                    PlotColor.VERMILLION,
                    Marker.CIRCLE,
                    Look.MARKS,
                    List.of(top))))
        .titled(name, peakText(of));
  }

  /** Of neighbours that fall on one point the most is kept, so that no peak is lost. */
  private Series line(
      String name, PlotColor ink, Look look, OfRank of, ToLongFunction<Sample> bytes) {
    List<Sample> samples = of.samples();
    int together = Math.ceilDiv(samples.size(), MOST_POINTS);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < samples.size(); i += together) {
      List<Sample> neighbours = samples.subList(i, Math.min(samples.size(), i + together));
      double most = neighbours.stream().mapToLong(bytes).max().orElseThrow() / MIB;
      points.add(new Point(seconds(neighbours.getFirst().at()), most, ""));
    }
    return new Series(Optional.of(name), ink, Marker.CIRCLE, look, points);
  }

  private String peakText(OfRank of) {
    Sample peak = of.peak();
    return String.format(
        Locale.ROOT, "peak %.1f MiB at %.2f s", peak.resident() / MIB, seconds(peak.at()));
  }

  /** What a process was doing, in rows from coarse to fine. */
  private Panel doing(OfRank of, PlotAxis axis) {
    List<Stretch> parts = new ArrayList<>();
    List<Stretch> inner = new ArrayList<>();
    for (TimedCall call : of.calls()) {
      (call.isOfWorkload() ? parts : inner)
          .add(new Stretch(call.label(), seconds(call.start()), seconds(call.end())));
    }
    List<List<Stretch>> rows =
        Stream.of(parts, inner, phases(of.samples())).filter(row -> !row.isEmpty()).toList();
    Map<String, List<Bar>> bars = new LinkedHashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      for (Stretch one : rows.get(row)) {
        String meaning =
            String.format(Locale.ROOT, "%s: %.3f s to %.3f s", one.label, one.from, one.to);
        bars.computeIfAbsent(one.label, _ -> new ArrayList<>())
            .add(new Bar(row + 0.5, one.from, one.to, one.to, one.to, one.label, meaning));
      }
    }
    List<Bars> layers = new ArrayList<>();
    bars.forEach((label, all) -> {
      PlotColor ink = inks.computeIfAbsent(label, _ -> INKS.get(inks.size() % INKS.size()));
      layers.add(new Bars(Optional.of(label), ink, STRIP_THICKNESS, all));
    });
    PlotAxis unnamed = PlotAxis.rows(Collections.nCopies(rows.size(), ""));
    return new Panel(axis, unnamed, STRIP * rows.size(), layers);
  }

  /** From each sample to the next; neighbours of one phase are joined. */
  private List<Stretch> phases(List<Sample> samples) {
    List<Stretch> phases = new ArrayList<>();
    for (int i = 0; i + 1 < samples.size(); i++) {
      double from = seconds(samples.get(i).at());
      double to = seconds(samples.get(i + 1).at());
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

  private double seconds(Instant at) {
    return Duration.between(begin, at).toNanos() * 1e-9;
  }
}
