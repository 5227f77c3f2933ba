package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.report.LineChart.Look;
import hpc.report.LineChart.Point;
import hpc.report.LineChart.Series;
import hpc.report.StackChart.Part;
import hpc.report.StackChart.Row;
import hpc.scaling.Interval;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.ScalingFit;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The figures of one problem: those that its rows have something to show in. */
final class ScalingFigures {

  private static final List<Part> PHASES =
      List.of(
          new Part("compute", PlotColor.BLUE),
          new Part("exchange", PlotColor.VERMILLION),
          new Part("wait", PlotColor.ORANGE),
          new Part("I/O", PlotColor.GREEN),
          new Part("rest", PlotColor.GREY));

  /** A figure of more bars would be longer than any screen. */
  static final int MOST_BARS = 64;

  private final ProblemScaling scaling;
  private final String stem;

  private ScalingFigures(ProblemScaling scaling, String stem) {
    this.scaling = scaling;
    this.stem = stem;
  }

  /**
   * The figures of {@code scaling}.
   *
   * @param stem what the names of their files begin with
   */
  static List<Figure> of(ProblemScaling scaling, String stem) {
    ScalingFigures figures = new ScalingFigures(scaling, stem);
    List<Figure> all = new ArrayList<>();
    if (scaling.placements().stream().map(f -> f.placement().cores()).distinct().count() > 1) {
      all.add(figures.speedup());
      all.add(figures.efficiency());
      figures.memory().ifPresent(all::add);
    }
    figures.breakdown().ifPresent(all::add);
    return all;
  }

  private Figure speedup() {
    double first = cores().getFirst();
    double last = lastShown();
    List<Series> measured = measured(ScalingFigures::speedup, this::look);
    List<Series> series = new ArrayList<>();
    series.add(line("ideal", Look.DASHES, end(first, 1), end(last, last / first)));
    series.addAll(fits(cores -> 1));
    series.addAll(measured);
    return figure(
        "speedup",
        "How many times as fast as on the fewest cores." + signs(),
        new LineChart(
            head("speedup"),
            PlotAxis.cores(cores(), last),
            PlotAxis.powersOfTwo("speedup", values(measured, last / first)),
            series));
  }

  private Figure efficiency() {
    double first = cores().getFirst();
    double last = lastShown();
    List<Series> measured = measured(ScalingFigures::efficiency, this::look);
    List<Series> series = new ArrayList<>();
    series.add(line("ideal", Look.DASHES, end(first, 100), end(last, 100)));
    series.addAll(fits(cores -> 100 * first / cores));
    series.addAll(measured);
    return figure(
        "efficiency",
        "Speedup per core; 100 % is ideal." + signs(),
        new LineChart(
            head("efficiency"),
            PlotAxis.cores(cores(), last),
            PlotAxis.fromZero("efficiency, %", highest(measured, 100)),
            series));
  }

  /** What bars and bands mean, where there are some. */
  private String signs() {
    List<PlacementFigures> repeated =
        scaling.placements().stream().filter(figures -> figures.runs() > 1).toList();
    String bars =
        repeated.isEmpty()
            ? ""
            : repeated.stream().anyMatch(figures -> figures.speedupInterval().isPresent())
                ? " Bars are 95 % intervals, or span all repetitions where those are few."
                : " Bars span all repetitions.";
    return scaling.curves().stream().allMatch(curve -> curve.chosen().isEmpty())
        ? bars
        : bars + " Dashes are a fit, with the band of its 95 % interval.";
  }

  /** Fits go beyond what was measured. */
  private double lastShown() {
    return scaling.curves().stream()
        .flatMap(curve -> curve.chosen().stream())
        .mapToDouble(ScalingFit::limit)
        .reduce(cores().getLast(), Math::max);
  }

  private List<Series> fits(DoubleUnaryOperator factor) {
    return scaling.curves().stream()
        .flatMap(curve ->
            curve.chosen().stream()
                .flatMap(fit -> FitLines.of(fit, ModeStyle.of(curve.mode()), factor).stream()))
        .toList();
  }

  /** Points of a mode with a fit are joined by its line. */
  private Look look(List<PlacementFigures> figures) {
    boolean fitted =
        scaling.curves().stream()
            .anyMatch(curve ->
                curve.mode() == figures.getFirst().placement().mode()
                    && curve.chosen().isPresent());
    return fitted ? Look.MARKS : Look.MARKS_AND_LINE;
  }

  private Optional<Figure> memory() {
    List<Series> series = measured(ScalingFigures::memory, figures -> Look.MARKS_AND_LINE);
    if (series.stream().allMatch(one -> one.points().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        figure(
            "memory",
            "The largest resident memory of a rank; a task needs this, with a fifth to spare.",
            new LineChart(
                head("memory of a rank"),
                PlotAxis.cores(cores(), cores().getLast()),
                PlotAxis.fromZero("peak resident memory, MiB", highest(series, 0)),
                series)));
  }

  private Optional<Figure> breakdown() {
    List<Row> rows =
        scaling.placements().stream()
            .filter(figures -> figures.compute().isPresent())
            .map(ScalingFigures::row)
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            figure(
                "breakdown",
                "Where the wall time goes, as the mean over the ranks. The rest is waiting for"
                    + " the last rank, or what no phase names.",
                new StackChart(head("where the time goes"), PHASES, Thinned.of(rows, MOST_BARS))));
  }

  private static Row row(PlacementFigures figures) {
    double[] phases =
        Stream.of(figures.compute(), figures.communication(), figures.waiting(), figures.io())
            .mapToDouble(phase -> phase.orElse(0))
            .toArray();
    double known = DoubleStream.of(phases).sum();
    // medians of each need not add up to the median of all
    double whole = Math.max(known, figures.wallMedian());
    List<Double> shares =
        DoubleStream.concat(DoubleStream.of(phases), DoubleStream.of(whole - known))
            .mapToObj(seconds -> seconds / whole)
            .toList();
    String wall = Numbers.digits(figures.wallMedian()) + " s";
    return new Row(ModeStyle.name(figures.placement()), wall, shares);
  }

  private Figure figure(String what, String description, Drawing drawing) {
    return new Figure(stem + "_" + what, title(what), description, drawing);
  }

  private ChartHead head(String what) {
    return new ChartHead(
        title(what),
        SummaryText.parameters(scaling.problem()) + SummaryText.variant(scaling.jvm()));
  }

  private String title(String what) {
    return SummaryText.program(scaling.problem()) + ": " + what;
  }

  private List<Double> cores() {
    return scaling.placements().stream()
        .map(figures -> (double) figures.placement().cores())
        .sorted()
        .toList();
  }

  /** A series per manner through the best of each number of cores; the others are marks beside. */
  private List<Series> measured(
      Function<PlacementFigures, Optional<Point>> point,
      Function<List<PlacementFigures>, Look> look) {
    Map<ModeStyle, List<PlacementFigures>> byManner =
        scaling.placements().stream()
            .collect(
                groupingBy(
                    figures -> ModeStyle.of(figures.placement()),
                    () -> new EnumMap<>(ModeStyle.class),
                    toList()));
    List<Series> series = new ArrayList<>();
    byManner.forEach((manner, figures) -> {
      List<PlacementFigures> best = fastest(figures);
      Set<PlacementFigures> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
      chosen.addAll(best);
      series.add(
          new Series(
              Optional.of(manner.title()),
              manner.ink(),
              manner.marker(),
              look.apply(figures),
              best.stream().flatMap(one -> point.apply(one).stream()).toList()));
      series.add(
          new Series(
              Optional.empty(),
              manner.ink(),
              manner.marker(),
              Look.MARKS,
              figures.stream()
                  .filter(one -> !chosen.contains(one))
                  .flatMap(one -> point.apply(one).stream())
                  .toList()));
    });
    return series;
  }

  private static List<PlacementFigures> fastest(List<PlacementFigures> figures) {
    TreeMap<Integer, PlacementFigures> byCores = new TreeMap<>();
    for (PlacementFigures one : figures) {
      byCores.merge(
          one.placement().cores(), one, (a, b) -> a.wallMedian() <= b.wallMedian() ? a : b);
    }
    return List.copyOf(byCores.values());
  }

  private static Optional<Point> speedup(PlacementFigures figures) {
    Interval bar = figures.speedupInterval().orElse(spread(figures, figures.speedup()));
    String text = Numbers.ratio(figures.speedup());
    return Optional.of(point(figures, figures.speedup(), bar, text));
  }

  private static Optional<Point> efficiency(PlacementFigures figures) {
    Interval bar = figures.efficiencyInterval().orElse(spread(figures, figures.efficiency()));
    String text = Numbers.percent(figures.efficiency());
    return Optional.of(point(figures, 100 * figures.efficiency(), bar.times(100), text));
  }

  /** As far above as the shortest time is below the median, and as far below. */
  private static Interval spread(PlacementFigures figures, double value) {
    return new Interval(
        value * figures.wallMedian() / figures.wallMax(),
        value * figures.wallMedian() / figures.wallMin());
  }

  private static Point point(PlacementFigures figures, double value, Interval bar, String text) {
    String meaning = ModeStyle.name(figures.placement()) + ": " + text;
    return new Point(figures.placement().cores(), value, bar.low(), bar.high(), meaning);
  }

  private static Optional<Point> memory(PlacementFigures figures) {
    if (figures.rssPeakBytes().isEmpty()) {
      return Optional.empty();
    }
    double mebibytes = figures.rssPeakBytes().getAsLong() / 0x1p20;
    String text = Numbers.mebibytes(figures.rssPeakBytes()) + " MiB";
    return Optional.of(point(figures, mebibytes, new Interval(mebibytes, mebibytes), text));
  }

  private static Series line(String name, Look look, Point... points) {
    return new Series(Optional.of(name), PlotColor.PALE, Marker.CIRCLE, look, List.of(points));
  }

  private static Point end(double x, double y) {
    return new Point(x, y, y, y, "");
  }

  /** The ends of all bars, and one value more. */
  private static List<Double> values(List<Series> series, double more) {
    return Stream.concat(
            Stream.of(more),
            series.stream()
                .flatMap(one -> one.points().stream())
                .flatMap(point -> Stream.of(point.low(), point.high())))
        .toList();
  }

  private static double highest(List<Series> series, double more) {
    return values(series, more).stream().mapToDouble(value -> value).max().orElseThrow();
  }
}
