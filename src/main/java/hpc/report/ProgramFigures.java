package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Markup;
import hpc.exec.Problem;
import hpc.external.ExternalWorkload;
import hpc.plot.Bars;
import hpc.plot.Bars.Bar;
import hpc.plot.Panel;
import hpc.plot.Plot;
import hpc.plot.PlotAxis;
import hpc.plot.PlotColor;
import hpc.scaling.Interval;
import hpc.scaling.Ladder;
import hpc.scaling.Ladder.Measured;
import hpc.scaling.PeerComparison;
import hpc.scaling.PeerComparison.Entry;
import hpc.scaling.PlacementFigures;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Programs of ours and of others beside each other, a bar each. */
final class ProgramFigures {

  /** On a common axis the shorter of two that are farther apart would hardly be seen. */
  private static final double FAR_APART = 50;

  /** Whose program, and what of it was timed. */
  private enum Kind {
    OURS("hpc", PlotColor.BLUE),
    SOLVE("others, the solve", PlotColor.ORANGE),
    PROCESS("the whole process", PlotColor.PURPLE);

    private final String title;
    private final PlotColor ink;

    Kind(String title, PlotColor ink) {
      this.title = title;
      this.ink = ink;
    }

    static Kind of(Problem problem) {
      if (ExternalWorkload.timesProcess(problem)) {
        return PROCESS;
      }
      return ExternalWorkload.isExternal(problem) ? SOLVE : OURS;
    }
  }

  /** A bar and what is beside it. */
  private record Row(
      Kind kind,
      String label,
      String note,
      String meaning,
      double value,
      Optional<Interval> interval) {

    Bar bar(int row, double from) {
      Interval ends = interval.orElse(new Interval(value, value));
      return new Bar(row + 0.5, from, value, ends.low(), ends.high(), "", meaning);
    }
  }

  private ProgramFigures() {}

  /** The speedups of the rungs of a ladder, over powers of ten. */
  static Plot of(Ladder ladder) {
    List<Row> rows =
        ladder.steps().stream()
            .flatMap(step -> step.measured().stream().map(measured -> row(step.name(), measured)))
            .toList();
    // where rungs are much alike there is an axis all the same
    Stream<Double> values = Stream.concat(Stream.of(1.0, 10.0), rows.stream().map(Row::value));
    return plot(
        ladder.problem(),
        "ladder",
        LadderTable.title(ladder),
        ladder.cpuModel(),
        "How many times as fast as the first rung each is, by median wall times, with the interval"
            + " from five runs on; at the right the time and the peak of memory.",
        PlotAxis.decades("speedup against the first rung", values.toList()),
        List.of(rows));
  }

  private static Row row(String name, Measured measured) {
    PlacementFigures figures = measured.figures();
    String note =
        "%s s, %s MiB"
            .formatted(
                Numbers.three(figures.wallMedian()), Numbers.mebibytes(figures.rssTotalBytes()));
    return new Row(
        Kind.of(measured.problem()),
        name,
        note,
        "%s: x %s, %s".formatted(name, Numbers.ratio(figures.speedup()), note),
        figures.speedup(),
        figures.speedupInterval());
  }

  /** The times of the programs that solved one problem, bars grouped by cores. */
  static Plot of(PeerComparison comparison) {
    List<Entry> entries = comparison.entries();
    DoubleSummaryStatistics seconds =
        entries.stream().mapToDouble(entry -> entry.figures().wallMedian()).summaryStatistics();
    boolean inRatios =
        seconds.getMax() > FAR_APART * seconds.getMin()
            && entries.stream().allMatch(entry -> entry.ratio().isPresent());
    Function<Entry, Row> row = inRatios ? ProgramFigures::ratio : ProgramFigures::time;
    List<List<Row>> groups =
        entries.stream()
            .collect(
                groupingBy(
                    entry -> entry.figures().placement().cores(), LinkedHashMap::new, toList()))
            .values()
            .stream()
            .map(group -> group.stream().map(row).toList())
            .toList();
    List<Double> values = groups.stream().flatMap(List::stream).map(Row::value).toList();
    return plot(
        comparison.problem(),
        "programs",
        PeerTable.title(comparison),
        comparison.cpuModel(),
        ("Median wall times, with their interval from five runs on, and how many times as long as"
                + " the fastest of %s on as many cores they are: shorter bars are better.")
            .formatted(PeerTable.measure(comparison)),
        inRatios
            ? PlotAxis.decades("wall time over that of the measure (x 1.00)", values)
            : PlotAxis.fromZero("wall time, s", values),
        groups);
  }

  private static Row time(Entry entry) {
    PlacementFigures figures = entry.figures();
    return row(entry, figures.wallMedian(), figures.wallInterval());
  }

  private static Row ratio(Entry entry) {
    return row(entry, entry.ratio().orElseThrow(), entry.ratioInterval());
  }

  private static Row row(Entry entry, double value, Optional<Interval> interval) {
    String label = PeerTable.program(entry) + ", " + PeerTable.manner(entry);
    String ratio =
        entry.ratio().isPresent() ? "  x " + Numbers.ratio(entry.ratio().getAsDouble()) : "";
    String note = Numbers.digits(entry.figures().wallMedian()) + " s" + ratio;
    return new Row(Kind.of(entry.problem()), label, note, label + ": " + note, value, interval);
  }

  /** Bars begin at 0, or on a logarithmic axis at 1; an empty row is between two groups. */
  private static Plot plot(
      Problem problem,
      String what,
      String title,
      String cpuModel,
      String description,
      PlotAxis across,
      List<List<Row>> groups) {
    double from = across.scale() == PlotAxis.Scale.LOGARITHMIC ? 1 : 0;
    List<String> labels = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Map<Kind, List<Bar>> bars = new EnumMap<>(Kind.class);
    for (List<Row> group : groups) {
      if (!labels.isEmpty()) {
        labels.add("");
        notes.add("");
      }
      for (Row row : group) {
        bars.computeIfAbsent(row.kind, _ -> new ArrayList<>()).add(row.bar(labels.size(), from));
        labels.add(row.label);
        notes.add(row.note);
      }
    }
    List<Bars> layers =
        bars.entrySet().stream()
            .map(entry ->
                new Bars(
                    Optional.of(entry.getKey().title),
                    entry.getKey().ink,
                    Bars.USUAL_THICKNESS,
                    entry.getValue()))
            .toList();
    return new Plot(
        Markup.slug(problem.app(), Long.toString(problem.size()), what),
        title,
        "on " + cpuModel,
        description,
        List.of(Panel.rows(across, labels, notes, layers)));
  }
}
