package hpc.report;

import hpc.bench.Placement;
import hpc.exec.Problem;
import hpc.report.TextTable.Heading;
import hpc.scaling.Aggregation;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Recommendation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An aggregation as text: a block per problem, a line per placement, and what to ask for. */
public final class ScalingTable {

  private static final int PAGE_WIDTH = 100;
  private static final int DIGITS = 4;
  private static final String NOT_KNOWN = "-";

  private ScalingTable() {}

  /**
   * The blocks, with a blank line between them; each line ends with a newline.
   *
   * @param efficiency least one to recommend, in (0, 1]
   */
  public static String render(Aggregation aggregation, double efficiency) {
    boolean severalProcessors =
        aggregation.problems().stream().map(ProblemScaling::cpuModel).distinct().count() > 1;
    return aggregation.problems().stream()
        .map(scaling -> {
          Stream<String> processor =
              Stream.of("on " + scaling.cpuModel()).filter(words -> severalProcessors);
          return title(scaling.problem(), processor)
              + table(scaling).render()
              + advice(scaling, efficiency);
        })
        .collect(Collectors.joining("\n"));
  }

  /** A sentence for each mode. */
  private static String advice(ProblemScaling scaling, double efficiency) {
    return scaling.curves().stream()
        .map(curve -> Recommendation.of(curve, efficiency).sentence().split(" "))
        .map(words -> filled(words[0], Stream.of(words).skip(1)))
        .collect(Collectors.joining());
  }

  /** Name and parameters. */
  private static String title(Problem problem, Stream<String> processor) {
    Stream<String> parameters = problem.parameters().entrySet().stream().map(Object::toString);
    return filled(
        problem.app(),
        Stream.of(
                Stream.of(problem.algorithm(), problem.kernel() + " kernel:"),
                parameters,
                processor)
            .flatMap(Function.identity())
            .map(TextTable::printable));
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

  private static TextTable table(ProblemScaling scaling) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("mode"),
                Heading.number("nodes"),
                Heading.number("ranks"),
                Heading.number("threads"),
                Heading.number("cores"),
                Heading.number("runs"),
                Heading.number("wall s"),
                Heading.number(scaling.problem().rateUnit()),
                Heading.number("speedup"),
                Heading.number("efficiency"),
                Heading.number("RSS MiB")));
    scaling.placements().forEach(figures -> table.add(cells(figures)));
    return table;
  }

  private static List<String> cells(PlacementFigures figures) {
    Placement placement = figures.placement();
    return List.of(
        placement.mode().word(),
        Integer.toString(placement.nodes()),
        Integer.toString(placement.ranks()),
        Integer.toString(placement.threads()),
        Integer.toString(placement.cores()),
        Integer.toString(figures.runs()),
        digits(figures.wallMedian()),
        digits(figures.rate()),
        String.format(Locale.ROOT, "%.2f", figures.speedup()),
        String.format(Locale.ROOT, "%.1f %%", figures.efficiency() * 100),
        mebibytes(figures.rssTotalBytes()));
  }

  /** Four significant digits, and every digit before the point. */
  private static String digits(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS));
    int decimals = DIGITS - (rounded.precision() - rounded.scale());
    return BigDecimal.valueOf(value)
        .setScale(Math.max(0, decimals), RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  private static String digits(OptionalDouble value) {
    return value.isPresent() ? digits(value.getAsDouble()) : NOT_KNOWN;
  }

  private static String mebibytes(OptionalLong bytes) {
    return bytes.isPresent()
        ? String.format(Locale.ROOT, "%.1f", bytes.getAsLong() / 0x1p20)
        : NOT_KNOWN;
  }
}
