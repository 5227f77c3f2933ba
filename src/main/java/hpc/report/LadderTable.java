package hpc.report;

import hpc.exec.Printable;
import hpc.external.ExternalWorkload;
import hpc.report.TextTable.Heading;
import hpc.scaling.Aggregation;
import hpc.scaling.Interval;
import hpc.scaling.Ladder;
import hpc.scaling.Ladder.Measured;
import hpc.scaling.Ladder.Step;
import hpc.scaling.PlacementFigures;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The rungs of ladders as text: a block per problem, in the order of the sweep. */
public final class LadderTable {

  private static final String NOTE =
      "speedup: wall time of the first rung over that of this one; interval: of the wall time, 95 %;"
          + " timed: the solve alone, or the whole process, start included";

  private LadderTable() {}

  /** The blocks, each after a blank line; nothing where there is no ladder. */
  public static String render(Aggregation aggregation) {
    return aggregation.ladders().stream()
        .map(ladder ->
            "\n%s\n%s%s\n%s"
                .formatted(
                    Printable.line(title(ladder)),
                    table(ladder).render(),
                    NOTE,
                    absences(ladder, "absent: %s: %s\n", Printable::line)))
        .collect(Collectors.joining());
  }

  /** The blocks as Markdown, each after a blank line. */
  public static String markdown(Aggregation aggregation) {
    return aggregation.ladders().stream()
        .map(ladder ->
            "\n### %s\n\n%s\n%s\n\n%s"
                .formatted(
                    Markdown.text(title(ladder)),
                    table(ladder).markdown(),
                    NOTE,
                    absences(ladder, "- absent: %s: %s\n", Markdown::text)))
        .collect(Collectors.joining());
  }

  /** What is climbed. */
  static String title(Ladder ladder) {
    return "Ladder for %s of size %s".formatted(ladder.problem().app(), ladder.problem().size());
  }

  /** Which rung is the fastest, or which are level. */
  static String sentence(Ladder ladder) {
    List<Ladder.Step> fastest = ladder.fastest();
    return "%s: fastest %s, %s times as fast as \"%s\"."
        .formatted(
            title(ladder),
            SummaryText.level(fastest.stream().map(step -> '"' + step.name() + '"').toList()),
            Numbers.three(fastest.getFirst().measured().orElseThrow().figures().speedup()),
            ladder.first().name());
  }

  private static String absences(Ladder ladder, String line, UnaryOperator<String> escaped) {
    return ladder.steps().stream()
        .filter(step -> step.measured().isEmpty())
        .map(step -> line.formatted(escaped.apply(step.name()), escaped.apply(step.absence())))
        .collect(Collectors.joining());
  }

  /** The lines of one problem. */
  static TextTable table(Ladder ladder) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("rung"),
                Heading.text("mode"),
                Heading.number("cores"),
                Heading.number("runs"),
                Heading.text("timed"),
                Heading.number("wall s"),
                Heading.text("interval"),
                Heading.number("speedup"),
                Heading.number("RSS MiB"),
                Heading.text("verified")));
    for (Step step : ladder.steps()) {
      table.add(
          step.measured()
              .map(measured -> cells(step.name(), measured))
              .orElseGet(
                  () -> List.of(step.name(), "absent", "-", "-", "", "-", "", "-", "-", "")));
    }
    return table;
  }

  /** Why rungs are absent, in a table of its own; empty if none is. */
  static TextTable absences(Ladder ladder) {
    TextTable table = new TextTable(List.of(Heading.text("absent"), Heading.text("because")));
    ladder.steps().stream()
        .filter(step -> step.measured().isEmpty())
        .forEach(step -> table.add(List.of(step.name(), step.absence())));
    return table;
  }

  private static List<String> cells(String name, Measured measured) {
    PlacementFigures figures = measured.figures();
    boolean ofOthers = ExternalWorkload.isExternal(measured.problem());
    return List.of(
        name,
        // of others nothing is known but how many cores they were told to use
        ofOthers ? "" : ModeStyle.name(figures.placement()),
        Integer.toString(figures.placement().cores()),
        Integer.toString(figures.runs()),
        ExternalWorkload.timesProcess(measured.problem()) ? "process" : "solve",
        Numbers.digits(figures.wallMedian()),
        figures.wallInterval().map(LadderTable::interval).orElse(""),
        Numbers.ratio(figures.speedup()),
        Numbers.mebibytes(figures.rssTotalBytes()),
        measured.verdict().word());
  }

  private static String interval(Interval interval) {
    return "%s to %s".formatted(Numbers.digits(interval.low()), Numbers.digits(interval.high()));
  }
}
