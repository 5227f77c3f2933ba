package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Markup;
import hpc.report.LineChart.Look;
import hpc.report.LineChart.Point;
import hpc.report.LineChart.Series;
import hpc.scaling.Interval;
import hpc.scaling.WeakScaling;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Efficiency where the work grows with the cores: a figure for each work per core. */
final class WeakFigures {

  /** What modes in one figure share. */
  private record Kind(String program, String work, String machine) {

    static Kind of(WeakScaling weak) {
      return new Kind(
          String.join(" ", weak.app(), weak.algorithm(), weak.kernel()),
          Numbers.digits(weak.workPerCore()) + " " + weak.workUnit() + " a core",
          SummaryText.machine(weak.cpuModel(), weak.jvm()));
    }
  }

  private WeakFigures() {}

  /** The figures of all sets. */
  static List<Figure> of(List<WeakScaling> sets) {
    return sets.stream()
        .collect(groupingBy(Kind::of, LinkedHashMap::new, toList()))
        .entrySet()
        .stream()
        .map(kind -> figure(kind.getKey(), kind.getValue()))
        .toList();
  }

  private static Figure figure(Kind kind, List<WeakScaling> sets) {
    List<Series> measured = sets.stream().map(WeakFigures::measured).toList();
    List<Point> points = measured.stream().flatMap(one -> one.points().stream()).toList();
    List<Double> cores = points.stream().map(Point::x).sorted().toList();
    List<Series> fits = sets.stream().flatMap(WeakFigures::fit).toList();
    double last =
        fits.stream().map(line -> line.points().getLast().x()).reduce(cores.getLast(), Math::max);
    List<Series> series = new ArrayList<>();
    series.add(ideal(cores.getFirst(), last));
    series.addAll(fits);
    series.addAll(measured);
    double highest =
        series.stream()
            .flatMap(one -> one.points().stream())
            .mapToDouble(Point::high)
            .reduce(100, Math::max);
    String title = kind.program() + ": weak scaling";
    return new Figure(
        Markup.slug(kind.program(), "weak", kind.work()),
        title,
        "Work per second and core as the work grows with the cores; 100 % is ideal."
            + (fits.isEmpty() ? "" : " Dashes are a fit, with the band of its 95 % interval."),
        new LineChart(
            new ChartHead(title, kind.work() + ", " + kind.machine()),
            PlotAxis.cores(cores, last),
            PlotAxis.fromZero("efficiency, %", highest),
            series));
  }

  private static Series ideal(double first, double last) {
    return new Series(
        Optional.of("ideal"),
        PlotColor.PALE,
        Marker.CIRCLE,
        Look.DASHES,
        Stream.of(first, last).map(x -> new Point(x, 100, 100, 100, "")).toList());
  }

  /** The chosen fit to the scaled speedup, as an efficiency. */
  private static Stream<Series> fit(WeakScaling weak) {
    return weak.chosen().stream()
        .flatMap(fit ->
            FitLines.of(fit, ModeStyle.of(weak.mode()), cores -> 100 * fit.baselineCores() / cores)
                .stream());
  }

  private static Series measured(WeakScaling weak) {
    ModeStyle manner = ModeStyle.of(weak.mode());
    return new Series(
        Optional.of(manner.title()),
        manner.ink(),
        manner.marker(),
        weak.chosen().isPresent() ? Look.MARKS : Look.MARKS_AND_LINE,
        weak.points().stream().map(WeakFigures::point).toList());
  }

  private static Point point(WeakScaling.Point point) {
    double percent = 100 * point.efficiency();
    Interval bar =
        point
            .efficiencyInterval()
            .map(ends -> ends.times(100))
            .orElse(new Interval(percent, percent));
    String meaning =
        ModeStyle.name(point.figures().placement()) + ": " + Numbers.percent(point.efficiency());
    return new Point(point.figures().placement().cores(), percent, bar.low(), bar.high(), meaning);
  }
}
