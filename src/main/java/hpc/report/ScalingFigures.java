package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Mode;
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
import hpc.plot.Thinned;
import hpc.scaling.Interval;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.ScalingCurve;
import hpc.scaling.ScalingFit;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The figures of one problem: those that its rows have something to show in. */
final class ScalingFigures {

  /** A figure of more bars would be longer than any screen. */
  static final int MOST_BARS = 64;

  /** Enough for a smooth line. */
  private static final int FIT_STEPS = 64;

  /** An upper end of a band that is so many times its line may be off the axis. */
  private static final double WIDEST_BAND = 1.25;

  static final String FIT_SIGNS = " Dashes are a fit, with the band of its 95 % interval.";

  static final Function<List<Double>, PlotAxis> EFFICIENCY =
      values -> PlotAxis.fromZero("efficiency, %", values);

  /** A part of the wall time. */
  private record Part(
      String title, PlotColor ink, Function<PlacementFigures, OptionalDouble> seconds) {

    double of(PlacementFigures figures) {
      return seconds.apply(figures).orElse(0);
    }
  }

  private static final List<Part> NAMED_PARTS =
      List.of(
          new Part("compute", PlotColor.BLUE, PlacementFigures::compute),
          new Part("exchange", PlotColor.VERMILLION, PlacementFigures::communication),
          new Part("wait", PlotColor.ORANGE, PlacementFigures::waiting),
          new Part("I/O", PlotColor.GREEN, PlacementFigures::io));

  /** In the order of the bars. */
  private static final List<Part> PARTS =
      Stream.concat(
              NAMED_PARTS.stream(),
              Stream.of(new Part("rest", PlotColor.GREY, ScalingFigures::rest)))
          .toList();

  private final ProblemScaling scaling;
  private final String stem;

  private ScalingFigures(ProblemScaling scaling, String stem) {
    this.scaling = scaling;
    this.stem = stem;
  }

  /**
   * The figures of {@code scaling}.
   *
   * @param stem what their names begin with
   */
  static List<Plot> of(ProblemScaling scaling, String stem) {
    ScalingFigures figures = new ScalingFigures(scaling, stem);
    List<Plot> all = new ArrayList<>();
    if (scaling.placements().stream().map(f -> f.placement().cores()).distinct().count() > 1) {
      all.add(figures.speedup());
      all.add(figures.efficiency());
      figures.memory().ifPresent(all::add);
    }
    figures.breakdown().ifPresent(all::add);
    return all;
  }

  private Plot speedup() {
    return plot(
        "speedup",
        "How many times as fast as on the fewest cores." + signs(),
        overCores(
            lines(_ -> 1),
            measured(fittedModes(), ScalingFigures::speedup),
            values -> PlotAxis.powersOfTwo("speedup", values)));
  }

  private Plot efficiency() {
    double first = fewestCores();
    return plot(
        "efficiency",
        "Speedup per core; 100 % is ideal." + signs(),
        overCores(
            lines(cores -> 100 * first / cores),
            measured(fittedModes(), ScalingFigures::efficiency),
            EFFICIENCY));
  }

  private Optional<Plot> memory() {
    List<Series> measured = measured(Set.of(), ScalingFigures::memory);
    if (measured.stream().allMatch(one -> one.points().isEmpty())) {
      return Optional.empty();
    }
    Panel panel =
        overCores(
            List.of(), measured, values -> PlotAxis.fromZero("peak resident memory, MiB", values));
    String description =
        "The largest resident memory of a rank; a task needs this, with a fifth to spare.";
    return Optional.of(plot("memory", "memory of a rank", description, panel));
  }

  private Optional<Plot> breakdown() {
    List<PlacementFigures> known =
        scaling.placements().stream().filter(figures -> figures.compute().isPresent()).toList();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    List<PlacementFigures> shown = Thinned.of(known, MOST_BARS);
    Panel panel =
        Panel.rows(
            PlotAxis.percent(),
            shown.stream().map(figures -> ModeStyle.name(figures.placement())).toList(),
            shown.stream().map(figures -> Numbers.digits(figures.wallMedian()) + " s").toList(),
            PARTS.stream().map(part -> bars(part, shown)).toList());
    String description =
        "Where the wall time goes, as the mean over the ranks. The rest is waiting for"
            + " the last rank, or what no phase names.";
    return Optional.of(plot("breakdown", "where the time goes", description, panel));
  }

  /** The bars of one part, each behind those of the parts before it. */
  private static Bars bars(Part part, List<PlacementFigures> rows) {
    List<Bar> bars = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      PlacementFigures figures = rows.get(row);
      double whole = sum(PARTS, figures);
      double before = sum(PARTS.subList(0, PARTS.indexOf(part)), figures);
      double percent = 100 * part.of(figures) / whole;
      if (percent > 0) {
        String name = ModeStyle.name(figures.placement());
        double from = 100 * before / whole;
        bars.add(
            new Bar(
                row + 0.5,
                from,
                from + percent,
                String.format(Locale.ROOT, "%s: %s %.1f %%", name, part.title, percent)));
      }
    }
    return new Bars(Optional.of(part.title), part.ink, Bars.USUAL_THICKNESS, bars);
  }

  /** Medians of each part may add up to more than the median of the whole. */
  private static OptionalDouble rest(PlacementFigures figures) {
    return OptionalDouble.of(Math.max(0, figures.wallMedian() - sum(NAMED_PARTS, figures)));
  }

  private static double sum(List<Part> parts, PlacementFigures figures) {
    return parts.stream().mapToDouble(part -> part.of(figures)).sum();
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
    return fittedModes().isEmpty() ? bars : bars + FIT_SIGNS;
  }

  private Plot plot(String what, String description, Panel panel) {
    return plot(what, what, description, panel);
  }

  private Plot plot(String what, String words, String description, Panel panel) {
    return new Plot(
        stem + "_" + what,
        SummaryText.program(scaling.problem()) + ": " + words,
        SummaryText.parameters(scaling.problem()) + SummaryText.variant(scaling.jvm()),
        description,
        List.of(panel));
  }

  private double fewestCores() {
    return scaling.placements().stream()
        .mapToInt(figures -> figures.placement().cores())
        .min()
        .orElseThrow();
  }

  private Set<Mode> fittedModes() {
    return scaling.curves().stream()
        .filter(curve -> curve.chosen().isPresent())
        .map(ScalingCurve::mode)
        .collect(Collectors.toSet());
  }

  /** The ideal, from the fewest cores to the end of the fits, and the fits. */
  private List<Series> lines(DoubleUnaryOperator factor) {
    List<Series> fits =
        scaling.curves().stream()
            .flatMap(curve -> fit(curve.chosen(), ModeStyle.of(curve.mode()), factor))
            .toList();
    double most =
        scaling.placements().stream()
            .mapToInt(figures -> figures.placement().cores())
            .max()
            .orElseThrow();
    return withIdeal(fewestCores(), most, factor, fits);
  }

  static List<Series> withIdeal(
      double fewest, double most, DoubleUnaryOperator factor, List<Series> fits) {
    double last = fits.stream().map(one -> one.points().getLast().x()).reduce(most, Math::max);
    List<Point> ends =
        Stream.of(fewest, last)
            .map(cores -> new Point(cores, factor.applyAsDouble(cores) * cores / fewest, ""))
            .toList();
    Series ideal =
        new Series(Optional.of("ideal"), PlotColor.PALE, Marker.CIRCLE, Look.DASHES, ends);
    return Stream.concat(Stream.of(ideal), fits.stream()).toList();
  }

  /**
   * A fit as a band and, upon it, a line, as far as it may be followed.
   *
   * @param factor what a speedup is multiplied by, on so many cores
   */
  static Stream<Series> fit(
      Optional<ScalingFit> chosen, ModeStyle style, DoubleUnaryOperator factor) {
    if (chosen.isEmpty()) {
      return Stream.empty();
    }
    ScalingFit fit = chosen.get();
    double last = fit.limit();
    double first = Math.min(fit.baselineCores(), last);
    List<Point> points =
        IntStream.rangeClosed(0, FIT_STEPS)
            // equal factors apart, the ends exact
            .mapToDouble(step -> first * Math.pow(last / first, (double) step / FIT_STEPS))
            .mapToObj(cores -> point(fit, Math.clamp(cores, first, last), factor))
            .toList();
    String name = "%s: %s".formatted(style.title(), fit.law().shortTitle());
    return Stream.of(style.series("", Look.BAND, points), style.series(name, Look.DASHES, points));
  }

  private static Point point(ScalingFit fit, double cores, DoubleUnaryOperator factor) {
    double times = factor.applyAsDouble(cores);
    Interval band = fit.band(cores).times(times);
    return new Point(cores, times * fit.speedup(cores), band.low(), band.high(), "");
  }

  /**
   * Axes for all that was measured and for all lines; a very wide band ends where its axis does.
   */
  static Panel overCores(
      List<Series> lines, List<Series> measured, Function<List<Double>, PlotAxis> up) {
    List<Point> marks = measured.stream().flatMap(one -> one.points().stream()).toList();
    List<Point> joints = lines.stream().flatMap(one -> one.points().stream()).toList();
    List<Double> values =
        Stream.concat(
                joints.stream().map(point -> Math.min(point.high(), WIDEST_BAND * point.y())),
                marks.stream().flatMap(point -> Stream.of(point.low(), point.high())))
            .toList();
    double last =
        Stream.of(marks, joints).flatMap(List::stream).map(Point::x).reduce(1.0, Math::max);
    return Panel.of(
        PlotAxis.counts("cores", marks.stream().map(Point::x).toList(), last),
        up.apply(values),
        Stream.of(lines, measured).flatMap(List::stream).toList());
  }

  /**
   * A series per style through the best of each number of cores; the others are marks beside. A
   * mode with a fit is joined by its line.
   */
  private List<Series> measured(
      Set<Mode> fitted, Function<PlacementFigures, Optional<Point>> point) {
    Map<ModeStyle, List<PlacementFigures>> byStyle =
        scaling.placements().stream()
            .collect(
                groupingBy(
                    figures -> ModeStyle.of(figures.placement()),
                    () -> new EnumMap<>(ModeStyle.class),
                    toList()));
    List<Series> series = new ArrayList<>();
    byStyle.forEach((style, all) -> {
      Map<Integer, PlacementFigures> best = new TreeMap<>();
      for (PlacementFigures one : all) {
        best.merge(
            one.placement().cores(), one, (a, b) -> a.wallMedian() <= b.wallMedian() ? a : b);
      }
      List<PlacementFigures> others = new ArrayList<>(all);
      others.removeIf(one -> one.equals(best.get(one.placement().cores())));
      boolean isFitted = fitted.contains(all.getFirst().placement().mode());
      series.add(
          style.series(
              style.title(),
              isFitted ? Look.MARKS : Look.MARKS_AND_LINE,
              best.values().stream().flatMap(one -> point.apply(one).stream()).toList()));
      series.add(
          style.series(
              "", Look.MARKS, others.stream().flatMap(one -> point.apply(one).stream()).toList()));
    });
    return series;
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

  private static Optional<Point> memory(PlacementFigures figures) {
    if (figures.rssPeakBytes().isEmpty()) {
      return Optional.empty();
    }
    double mebibytes = figures.rssPeakBytes().getAsLong() / 0x1p20;
    String text = Numbers.mebibytes(figures.rssPeakBytes()) + " MiB";
    return Optional.of(point(figures, mebibytes, new Interval(mebibytes, mebibytes), text));
  }

  /** As far above as the shortest time is below the median, and as far below. */
  private static Interval spread(PlacementFigures figures, double value) {
    return new Interval(
        value * figures.wallMedian() / figures.wallMax(),
        value * figures.wallMedian() / figures.wallMin());
  }

  static Point point(PlacementFigures figures, double value, Interval bar, String text) {
    String meaning = ModeStyle.name(figures.placement()) + ": " + text;
    return new Point(figures.placement().cores(), value, bar.low(), bar.high(), meaning);
  }
}
