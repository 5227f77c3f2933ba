package hpc.report;

import hpc.bench.Placement;
import hpc.exec.Problem;
import hpc.report.TextTable.Heading;
import hpc.scaling.Aggregation;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
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

/** An aggregation as text: a block per problem, a line per placement. */
public final class ScalingTable {

  private static final int PAGE_WIDTH = 100;
  private static final int DIGITS = 4;
  private static final String NOT_KNOWN = "-";

  private ScalingTable() {}

  /** The blocks, with a blank line between them; each line ends with a newline. */
  public static String render(Aggregation aggregation) {
    boolean severalProcessors =
        aggregation.problems().stream().map(ProblemScaling::cpuModel).distinct().count() > 1;
    return aggregation.problems().stream()
        .map(scaling -> {
          Stream<String> processor =
              Stream.of("on " + scaling.cpuModel()).filter(words -> severalProcessors);
          return title(scaling.problem(), processor) + table(scaling).render();
        })
        .collect(Collectors.joining("\n"));
  }

  /** Name and parameters, broken between parameters where the page ends. */
  private static String title(Problem problem, Stream<String> processor) {
    Stream<String> parameters = problem.parameters().entrySet().stream().map(Object::toString);
    StringBuilder title = new StringBuilder();
    StringBuilder line = new StringBuilder(problem.app());
    Stream.of(Stream.of(problem.algorithm(), problem.kernel() + " kernel:"), parameters, processor)
        .flatMap(Function.identity())
        .map(TextTable::printable)
        .forEach(words -> {
          if (line.length() + 1 + words.length() > PAGE_WIDTH) {
            title.append(line).append('\n');
            line.setLength(0);
            line.append("   ");
          }
          line.append(' ').append(words);
        });
    return title.append(line).append('\n').toString();
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
