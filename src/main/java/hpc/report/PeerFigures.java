package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Markup;
import hpc.report.BarChart.Bar;
import hpc.report.BarChart.Kind;
import hpc.scaling.Interval;
import hpc.scaling.PeerComparison;
import hpc.scaling.PeerComparison.Entry;
import hpc.table.Numbers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** The times of programs of ours and of others, bars grouped by cores. */
final class PeerFigures {

  private static final Kind OURS = new Kind("hpc", PlotColor.BLUE);
  private static final Kind SOLVE = new Kind("others, the solve", PlotColor.ORANGE);
  private static final Kind PROCESS = new Kind("others, the whole process", PlotColor.PURPLE);

  /** On a common axis the shorter of two that are farther apart would hardly be seen. */
  private static final double FAR_APART = 50;

  private PeerFigures() {}

  /** What the length of a bar stands for. */
  private enum Length {
    SECONDS {
      @Override
      double of(Entry entry) {
        return entry.figures().wallMedian();
      }

      @Override
      Optional<Interval> interval(Entry entry) {
        return entry.figures().wallInterval();
      }

      @Override
      PlotAxis axis(List<Double> lengths) {
        return PlotAxis.fromZero("wall time, s", Collections.max(lengths));
      }
    },

    /** Over powers of ten. */
    RATIO {
      @Override
      double of(Entry entry) {
        return entry.ratio().orElseThrow();
      }

      @Override
      Optional<Interval> interval(Entry entry) {
        return entry.ratioInterval();
      }

      @Override
      PlotAxis axis(List<Double> lengths) {
        return PlotAxis.decades("wall time over that of the measure (x 1.00)", lengths);
      }
    };

    abstract double of(Entry entry);

    abstract Optional<Interval> interval(Entry entry);

    abstract PlotAxis axis(List<Double> lengths);

    /** Ratios where times are far apart and all have one. */
    static Length fitting(List<Entry> entries) {
      double[] seconds = entries.stream().mapToDouble(SECONDS::of).sorted().toArray();
      return seconds[seconds.length - 1] > FAR_APART * seconds[0]
              && entries.stream().allMatch(entry -> entry.ratio().isPresent())
          ? RATIO
          : SECONDS;
    }
  }

  /** A figure of one problem. */
  static Figure of(PeerComparison comparison) {
    List<Entry> entries = comparison.entries();
    Length length = Length.fitting(entries);
    List<List<Bar>> groups =
        entries.stream()
            .collect(
                groupingBy(
                    entry -> entry.figures().placement().cores(), LinkedHashMap::new, toList()))
            .values()
            .stream()
            .map(group -> group.stream().map(entry -> bar(entry, length)).toList())
            .toList();
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
            length.axis(entries.stream().map(length::of).toList()),
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

  private static Bar bar(Entry entry, Length length) {
    double median = entry.figures().wallMedian();
    double value = length.of(entry);
    Interval interval = length.interval(entry).orElse(new Interval(value, value));
    String label = PeerTable.program(entry) + ", " + PeerTable.manner(entry);
    String ratio =
        entry.ratio().isPresent() ? "  x " + Numbers.ratio(entry.ratio().getAsDouble()) : "";
    return new Bar(
        label,
        Numbers.digits(median) + " s" + ratio,
        value,
        interval.low(),
        interval.high(),
        kind(entry).ink(),
        "%s: %s s%s".formatted(label, Numbers.digits(median), ratio));
  }
}
