package hpc.report;

import hpc.exec.Markup;
import hpc.external.ExternalWorkload;
import hpc.report.BarChart.Bar;
import hpc.report.BarChart.Kind;
import hpc.scaling.Interval;
import hpc.scaling.Ladder;
import hpc.scaling.Ladder.Measured;
import hpc.scaling.PlacementFigures;
import hpc.table.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The speedups of the rungs of a ladder, a bar each, over powers of ten. */
final class LadderFigure {

  private static final Kind OURS = new Kind("hpc", PlotColor.BLUE);
  private static final Kind OTHERS = new Kind("others", PlotColor.ORANGE);
  private static final Kind PROCESS = new Kind("the whole process", PlotColor.PURPLE);

  private LadderFigure() {}

  /** A figure of one ladder. */
  static Figure of(Ladder ladder) {
    List<Bar> bars =
        ladder.steps().stream()
            .flatMap(step -> step.measured().stream().map(measured -> bar(step.name(), measured)))
            .toList();
    List<Double> ends = new ArrayList<>(bars.stream().map(Bar::value).toList());
    ends.add(1.0);
    ends.add(10.0); // where rungs are much alike there is an axis all the same
    String title = LadderTable.title(ladder);
    return new Figure(
        Markup.slug(ladder.problem().app(), Long.toString(ladder.problem().size()), "ladder"),
        title,
        "How many times as fast as the first rung each is, by median wall times, with the interval"
            + " from five runs on; at the right the time and the peak of memory.",
        new BarChart(
            new ChartHead(title, "on " + ladder.cpuModel()),
            PlotAxis.decades("speedup against the first rung", ends),
            kinds(ladder),
            List.of(bars)));
  }

  private static List<Kind> kinds(Ladder ladder) {
    List<Kind> used =
        ladder.steps().stream()
            .flatMap(step -> step.measured().stream().map(LadderFigure::kind))
            .toList();
    return List.of(OURS, OTHERS, PROCESS).stream().filter(used::contains).toList();
  }

  private static Kind kind(Measured measured) {
    if (ExternalWorkload.timesProcess(measured.problem())) {
      return PROCESS;
    }
    return ExternalWorkload.isExternal(measured.problem()) ? OTHERS : OURS;
  }

  private static Bar bar(String name, Measured measured) {
    PlacementFigures figures = measured.figures();
    double speedup = figures.speedup();
    Interval interval = figures.speedupInterval().orElse(new Interval(speedup, speedup));
    String note =
        "%s s, %s MiB"
            .formatted(
                Numbers.three(figures.wallMedian()), Numbers.mebibytes(figures.rssTotalBytes()));
    return new Bar(
        name,
        note,
        speedup,
        interval.low(),
        interval.high(),
        kind(measured).ink(),
        "%s: x %s, %s".formatted(name, Numbers.ratio(speedup), note));
  }
}
