package hpc.report;

import static hpc.table.Column.number;

import hpc.scaling.Interval;
import hpc.scaling.ScalingFit;
import hpc.scaling.WeakScaling;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** Weak scaling: a section per work per core and mode, a row per number of cores. */
final class WeakTable {

  private WeakTable() {}

  /** What the points share, in one line. */
  static String title(WeakScaling set) {
    return "%s %s %s kernel, weak scaling, %s: %s %s a core"
        .formatted(
            set.app(),
            set.algorithm(),
            set.kernel(),
            set.mode().word(),
            Numbers.digits(set.workPerCore()),
            set.workUnit());
  }

  static Section section(WeakScaling set) {
    return new Section(
        title(set) + SummaryText.variant(set.jvm()),
        "on " + set.cpuModel(),
        table(set),
        List.of(sentence(set)),
        details(set));
  }

  /** The rows of one set. */
  static Table<WeakScaling.Point> table(WeakScaling set) {
    return new Table<>(
        List.of(
            number("cores", point -> point.figures().placement().cores()),
            number("nodes", point -> point.figures().placement().nodes()),
            number("ranks", point -> point.figures().placement().ranks()),
            number("threads", point -> point.figures().placement().threads()),
            number("size", point -> point.problem().size()),
            number("runs", point -> point.figures().runs()),
            number("wall s", point -> Numbers.digits(point.figures().wallMedian())),
            number("efficiency", point -> Numbers.percent(point.efficiency())),
            number(
                "95 % interval",
                point -> point.efficiencyInterval().map(WeakTable::percent).orElse("-")),
            number("scaled speedup", point -> Numbers.ratio(point.speedup()))),
        set.points());
  }

  static SequencedMap<String, Table<?>> details(WeakScaling set) {
    SequencedMap<String, Table<?>> details = new LinkedHashMap<>();
    details.put(FitTable.TITLE, FitTable.weak(set));
    return details;
  }

  private static String percent(Interval interval) {
    return interval.times(100).words(Numbers::tenth) + " %";
  }

  /** What the last point and the fit say. */
  static String sentence(WeakScaling set) {
    WeakScaling.Point first = set.points().getFirst();
    WeakScaling.Point last = set.points().getLast();
    int fewest = first.figures().placement().cores();
    int most = last.figures().placement().cores();
    return "%s: %s times the work on %s cores takes %s times the time that it takes on %s: efficiency %s%s%s."
        .formatted(
            set.mode().word(),
            Numbers.three((double) last.problem().work() / first.problem().work()),
            most,
            Numbers.ratio(last.figures().wallMedian() / first.figures().wallMedian()),
            Numbers.count(fewest, "core"),
            Numbers.percent(last.efficiency()),
            last.efficiencyInterval().map(ends -> " (" + percent(ends) + ")").orElse(""),
            set.chosen().map(fit -> "; " + fitted(fit)).orElse(""));
  }

  private static String fitted(ScalingFit fit) {
    return fit.law().shortTitle()
        + fit.parameters().stream()
            .skip(1) // lambda, the baseline's own error
            .map(parameter -> " " + parameter.name() + " = " + FitTable.words(parameter))
            .collect(Collectors.joining(","));
  }
}
