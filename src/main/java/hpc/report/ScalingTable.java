package hpc.report;

import static hpc.bench.TableColumn.number;
import static hpc.bench.TableColumn.text;

import hpc.bench.TableColumn;
import hpc.exec.Printable;
import hpc.exec.Problem;
import hpc.scaling.Aggregation;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Recommendation;
import hpc.scaling.RecommendationCriteria;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An aggregation as text: a block per problem, a line per placement, and what to ask for. */
public final class ScalingTable {

  private static final int PAGE_WIDTH = 100;

  private ScalingTable() {}

  /**
   * The blocks, with a blank line between them; each line ends with a newline.
   *
   * @param demands what recommendations go by
   */
  public static String render(Aggregation aggregation, RecommendationCriteria demands) {
    boolean severalProcessors =
        aggregation.problems().stream().map(ProblemScaling::cpuModel).distinct().count() > 1;
    Stream<String> problems =
        aggregation.problems().stream()
            .map(scaling -> {
              Stream<String> machine =
                  Stream.of(
                          severalProcessors ? "on " + scaling.cpuModel() : "",
                          SummaryText.variant(scaling.jvm()).strip())
                      .filter(words -> !words.isEmpty());
              return title(scaling.problem(), machine)
                  + table(scaling).render()
                  + advice(scaling, demands);
            });
    Stream<String> weak =
        aggregation.weak().stream()
            .map(set ->
                filled(
                        Printable.line(
                            WeakTable.title(set)
                                + (severalProcessors ? " on " + set.cpuModel() : "")
                                + SummaryText.variant(set.jvm())))
                    + WeakTable.table(set).render()
                    + filled(Printable.line(WeakTable.sentence(set))));
    return Stream.concat(problems, weak).collect(Collectors.joining("\n"));
  }

  /**
   * The blocks as Markdown, with the processor in each title.
   *
   * @param demands what recommendations go by
   */
  public static String markdown(Aggregation aggregation, RecommendationCriteria demands) {
    Stream<String> problems =
        aggregation.problems().stream()
            .map(scaling ->
                "### %s, on %s\n\n%s%s%s%s"
                    .formatted(
                        Markdown.text(SummaryText.name(scaling)),
                        Markdown.text(scaling.cpuModel()),
                        table(scaling).markdown(),
                        bullets(scaling, demands),
                        titled("Where the efficiency goes", FactorTable.of(scaling)),
                        titled("Fitted laws", FitTable.strong(scaling.curves()))));
    Stream<String> weak =
        aggregation.weak().stream()
            .map(set ->
                "### %s, on %s%s\n\n%s\n- %s\n%s"
                    .formatted(
                        Markdown.text(WeakTable.title(set)),
                        Markdown.text(set.cpuModel()),
                        Markdown.text(SummaryText.variant(set.jvm())),
                        WeakTable.table(set).markdown(),
                        Markdown.text(WeakTable.sentence(set)),
                        titled("Fitted laws", FitTable.weak(set))));
    return Stream.concat(problems, weak).collect(Collectors.joining("\n"));
  }

  /** Nothing where the table has no row. */
  private static String titled(String title, TextTable table) {
    return table.isEmpty() ? "" : "\n" + title + ":\n\n" + table.markdown();
  }

  private static String bullets(ProblemScaling scaling, RecommendationCriteria demands) {
    return scaling.curves().stream()
        .map(curve -> "\n- " + Recommendation.of(curve, demands).sentence() + "\n")
        .collect(Collectors.joining());
  }

  /** A sentence for each mode. */
  private static String advice(ProblemScaling scaling, RecommendationCriteria demands) {
    return scaling.curves().stream()
        .map(curve -> filled(Recommendation.of(curve, demands).sentence()))
        .collect(Collectors.joining());
  }

  /** Name and parameters. */
  static String title(Problem problem, Stream<String> machine) {
    Stream<String> parameters =
        problem.parameters().entrySet().stream().map(Object::toString).map(Numbers::shortened);
    return filled(
        problem.app(),
        Stream.of(
                Stream.of(problem.algorithm(), problem.kernel() + " kernel:"), parameters, machine)
            .flatMap(Function.identity())
            .map(Printable::line));
  }

  /** A paragraph, broken where the page ends. */
  public static String paragraph(String text) {
    return filled(Printable.line(text));
  }

  /** The same of what may be printed. */
  static String filled(String paragraph) {
    String[] words = paragraph.split(" (?!%)");
    return filled(words[0], Stream.of(words).skip(1));
  }

  /** Lines of words, broken where the page ends. */
  private static String filled(String first, Stream<String> others) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(first);
    others.forEach(words -> {
      if (line.length() + 1 + words.length() > PAGE_WIDTH) {
        text.append(line).append('\n');
        line.setLength(0);
        line.append("   ");
      }
      line.append(' ').append(words);
    });
    return text.append(line).append('\n').toString();
  }

  /** The lines of one problem. */
  static TextTable table(ProblemScaling scaling) {
    List<TableColumn<PlacementFigures>> columns =
        List.of(
            text("mode", figures -> figures.placement().kind()),
            number("nodes", figures -> figures.placement().nodes()),
            number("ranks", figures -> figures.placement().ranks()),
            number("threads", figures -> figures.placement().threads()),
            number("cores", figures -> figures.placement().cores()),
            number("runs", PlacementFigures::runs),
            number("wall s", figures -> Numbers.digits(figures.wallMedian())),
            number(scaling.problem().rateUnit(), figures -> Numbers.digits(figures.rate())),
            number("speedup", figures -> Numbers.ratio(figures.speedup())),
            number("efficiency", figures -> Numbers.percent(figures.efficiency())),
            number("RSS MiB", figures -> Numbers.mebibytes(figures.rssTotalBytes())));
    return TextTable.of(columns, scaling.placements().stream());
  }
}
