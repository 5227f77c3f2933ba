package hpc.report;

import hpc.report.TextTable.Heading;
import hpc.scaling.Interval;
import hpc.scaling.ScalingFit;
import hpc.scaling.WeakScaling;
import java.util.List;
import java.util.stream.Collectors;

/** Weak scaling as text: a block per work per core and mode, a line per number of cores. */
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

  /** The lines of one set. */
  static TextTable table(WeakScaling set) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.number("cores"),
                Heading.number("nodes"),
                Heading.number("ranks"),
                Heading.number("threads"),
                Heading.number("size"),
                Heading.number("runs"),
                Heading.number("wall s"),
                Heading.number("efficiency"),
                Heading.number("95 % interval"),
                Heading.number("scaled speedup")));
    set.points().forEach(point -> table.add(cells(point)));
    return table;
  }

  private static List<String> cells(WeakScaling.Point point) {
    return List.of(
        Integer.toString(point.figures().placement().cores()),
        Integer.toString(point.figures().placement().nodes()),
        Integer.toString(point.figures().placement().ranks()),
        Integer.toString(point.figures().placement().threads()),
        Long.toString(point.problem().size()),
        Integer.toString(point.figures().runs()),
        Numbers.digits(point.figures().wallMedian()),
        Numbers.percent(point.efficiency()),
        point.efficiencyInterval().map(WeakTable::words).orElse("-"),
        Numbers.ratio(point.speedup()));
  }

  private static String words(Interval interval) {
    return Numbers.percent(interval.low()).replace(" %", "")
        + " to "
        + Numbers.percent(interval.high());
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
            fewest == 1 ? "1 core" : fewest + " cores",
            Numbers.percent(last.efficiency()),
            last.efficiencyInterval().map(ends -> " (" + words(ends) + ")").orElse(""),
            set.chosen().map(fit -> "; " + fitted(fit)).orElse(""));
  }

  private static String fitted(ScalingFit fit) {
    return fit.law().shortTitle()
        + fit.parameters().stream()
            .skip(1) // lambda, the baseline's own error
            .map(parameter ->
                " %s = %s (%s to %s)"
                    .formatted(
                        parameter.name(),
                        Numbers.three(parameter.value()),
                        Numbers.three(parameter.interval().low()),
                        Numbers.three(parameter.interval().high())))
            .collect(Collectors.joining(","));
  }
}
