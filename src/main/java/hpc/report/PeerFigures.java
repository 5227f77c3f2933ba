package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.drawing.Ticks;
import hpc.report.BarChart.Bar;
import hpc.report.BarChart.Kind;
import hpc.scaling.Interval;
import hpc.scaling.PeerComparison;
import hpc.scaling.PeerComparison.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The times of programs of ours and of others, bars grouped by cores. */
final class PeerFigures {

  private static final Kind OURS = new Kind("hpc", Ink.BLUE);
  private static final Kind SOLVE = new Kind("others, the solve", Ink.ORANGE);
  private static final Kind PROCESS = new Kind("others, the whole process", Ink.PURPLE);

  private static final int TICKS = 3;

  /** Beyond the longest bar. */
  private static final double AIR = 1.05;

  private PeerFigures() {}

  /** A figure of one problem. */
  static Figure of(PeerComparison comparison) {
    List<Entry> entries = comparison.entries();
    List<List<Bar>> groups =
        new ArrayList<>(
            entries.stream()
                .collect(
                    groupingBy(
                        entry -> entry.figures().placement().cores(), LinkedHashMap::new, toList()))
                .values()
                .stream()
                .map(group -> group.stream().map(PeerFigures::bar).toList())
                .toList());
    double end =
        AIR * groups.stream().flatMap(List::stream).mapToDouble(Bar::value).max().orElseThrow();
    String title = PeerTable.title(comparison);
    return new Figure(
        Markup.slug(
            comparison.problem().app(), Long.toString(comparison.problem().size()), "programs"),
        title,
        ("Median wall times, with their interval from five runs on, and how many times as long as"
                + " the fastest of %s on as many cores they are: shorter bars are better.")
            .formatted(PeerTable.measure(comparison)),
        new BarChart(
            new ChartHead(title, "on " + comparison.cpuModel()),
            new Axis("wall time, s", Axis.Scale.LINEAR, 0, end, Ticks.between(0, end, TICKS)),
            kinds(entries),
            groups));
  }

  private static List<Kind> kinds(List<Entry> entries) {
    List<Kind> used = entries.stream().map(PeerFigures::kind).toList();
    return List.of(OURS, SOLVE, PROCESS).stream().filter(used::contains).toList();
  }

  private static Kind kind(Entry entry) {
    return !entry.isPeer() ? OURS : entry.timesProcess() ? PROCESS : SOLVE;
  }

  private static Bar bar(Entry entry) {
    double median = entry.figures().wallMedian();
    Interval interval = entry.figures().wallInterval().orElse(new Interval(median, median));
    String label = PeerTable.program(entry) + ", " + PeerTable.manner(entry);
    String ratio =
        entry.ratio().isPresent() ? "  x " + Numbers.ratio(entry.ratio().getAsDouble()) : "";
    return new Bar(
        label,
        Numbers.digits(median) + ratio,
        median,
        interval.low(),
        interval.high(),
        kind(entry).ink(),
        "%s: %s s%s".formatted(label, Numbers.digits(median), ratio));
  }
}
