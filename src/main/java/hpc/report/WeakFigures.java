package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Markup;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.Series;
import hpc.plot.Series.Look;
import hpc.plot.Series.Point;
import hpc.scaling.Interval;
import hpc.scaling.WeakScaling;
import hpc.table.Numbers;
import java.util.LinkedHashMap;
import java.util.List;

/** Efficiency where the work grows with the cores: a figure for each work per core. */
final class WeakFigures {

  private WeakFigures() {}

  /** The figures of all sets. */
  static List<Plot> of(List<WeakScaling> sets) {
    // modes that differ in nothing else share a figure
    record Kind(String program, String work, String machine) {}

    return sets.stream()
        .collect(
            groupingBy(
                set ->
                    new Kind(
                        String.join(" ", set.app(), set.algorithm(), set.kernel()),
                        Numbers.digits(set.workPerCore()) + " " + set.workUnit() + " a core",
                        SummaryText.machine(set.cpuModel(), set.jvm())),
                LinkedHashMap::new,
                toList()))
        .entrySet()
        .stream()
        .map(entry -> {
          Kind kind = entry.getKey();
          List<WeakScaling> members = entry.getValue();
          boolean isFitted = members.stream().anyMatch(set -> set.chosen().isPresent());
          return new Plot(
              Markup.slug(kind.program, "weak", kind.work),
              kind.program + ": weak scaling",
              kind.work + ", " + kind.machine,
              "Work per second and core as the work grows with the cores; 100 % is ideal."
                  + (isFitted ? ScalingFigures.FIT_SIGNS : ""),
              List.of(panel(members)));
        })
        .toList();
  }

  private static Panel panel(List<WeakScaling> sets) {
    List<Series> measured = sets.stream().map(WeakFigures::measured).toList();
    List<Double> cores =
        measured.stream().flatMap(one -> one.points().stream()).map(Point::x).sorted().toList();
    List<Series> fits =
        sets.stream()
            .flatMap(set ->
                ScalingFigures.fit(
                    set.chosen(),
                    ModeStyle.of(set.mode()),
                    on -> 100 * set.chosen().orElseThrow().baselineCores() / on))
            .toList();
    double first = cores.getFirst();
    return ScalingFigures.overCores(
        ScalingFigures.withIdeal(first, cores.getLast(), on -> 100 * first / on, fits),
        measured,
        ScalingFigures.EFFICIENCY);
  }

  private static Series measured(WeakScaling set) {
    ModeStyle style = ModeStyle.of(set.mode());
    List<Point> points =
        set.points().stream()
            .map(point -> {
              double efficiency = point.efficiency();
              Interval bar =
                  point.efficiencyInterval().orElse(new Interval(efficiency, efficiency));
              String text = Numbers.percent(efficiency);
              return ScalingFigures.point(point.figures(), 100 * efficiency, bar.times(100), text);
            })
            .toList();
    return style.series(
        style.title(), set.chosen().isPresent() ? Look.MARKS : Look.MARKS_AND_LINE, points);
  }
}
