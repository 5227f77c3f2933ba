package hpc.report;

import static hpc.bench.TableColumn.number;
import static hpc.bench.TableColumn.text;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import hpc.bench.TableColumn;
import hpc.exec.Printable;
import hpc.exec.Problem;
import hpc.scaling.ComparedPoint;
import hpc.scaling.Comparison;
import hpc.scaling.Interval;
import hpc.scaling.MeasuredSet;
import hpc.scaling.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A comparison as text: what the sets are, a block per problem, and what it comes to. */
public final class ComparisonTable {

  /** Points that only one set has are listed up to so many. */
  private static final int LISTED = 10;

  private final Comparison comparison;
  private final OptionalDouble slowdown;

  private ComparisonTable(Comparison comparison, OptionalDouble slowdown) {
    this.comparison = comparison;
    this.slowdown = slowdown;
  }

  /**
   * The text; each line ends with a newline.
   *
   * @param slowdown bound beyond which a point is too slow, 0.05 for 5 %
   */
  public static String render(Comparison comparison, OptionalDouble slowdown) {
    ComparisonTable all = new ComparisonTable(comparison, slowdown);
    StringBuilder text = new StringBuilder();
    text.append(all.set("A", comparison.a())).append('\n');
    text.append(all.set("B", comparison.b())).append('\n');
    all.inBoth()
        .forEach((solved, points) ->
            text.append('\n')
                .append(ScalingTable.title(solved.problem, solved.variant()))
                .append(all.table(points).render()));
    text.append('\n');
    all.conclusions().forEach(line -> text.append(ScalingTable.filled(line)));
    return text.toString();
  }

  /**
   * The same as Markdown.
   *
   * @param slowdown bound beyond which a point is too slow, 0.05 for 5 %
   */
  public static String markdown(Comparison comparison, OptionalDouble slowdown) {
    ComparisonTable all = new ComparisonTable(comparison, slowdown);
    StringBuilder text = new StringBuilder();
    text.append("- ").append(Markdown.text(all.set("A", comparison.a()))).append('\n');
    text.append("- ").append(Markdown.text(all.set("B", comparison.b()))).append("\n\n");
    all.inBoth()
        .forEach((solved, points) ->
            text.append("### ")
                .append(Markdown.text(name(solved.problem, solved.jvm)))
                .append("\n\n")
                .append(all.table(points).markdown())
                .append('\n'));
    all.conclusions().forEach(line -> text.append("- ").append(Markdown.text(line)).append('\n'));
    return text.toString();
  }

  private String set(String letter, MeasuredSet set) {
    return Printable.line(
        "%s: %s, %s %s%s%s%s"
            .formatted(
                letter,
                set.name(),
                set.rows(),
                set.rows() == 1 ? "row" : "rows",
                listed(", version ", set.programs()),
                listed(", on ", set.processors()),
                listed(", ", set.clusters())));
  }

  private static String listed(String before, List<String> names) {
    int shown = Math.min(3, names.size());
    String more = shown < names.size() ? " and " + (names.size() - shown) + " more" : "";
    return names.isEmpty() ? "" : before + String.join("; ", names.subList(0, shown)) + more;
  }

  private Map<Solved, List<ComparedPoint>> inBoth() {
    return comparison.points().stream()
        .filter(point -> point.finding().isInBoth())
        .collect(groupingBy(Solved::of, LinkedHashMap::new, toList()));
  }

  private TextTable table(List<ComparedPoint> points) {
    List<TableColumn<ComparedPoint>> columns =
        List.of(
            text("mode", point -> point.placement().mode().word()),
            number("nodes", point -> point.placement().nodes()),
            number("ranks", point -> point.placement().ranks()),
            number("threads", point -> point.placement().threads()),
            number("runs A", point -> point.a().walls().size()),
            number("runs B", point -> point.b().walls().size()),
            number("wall A, s", point -> Numbers.digits(point.a().median())),
            number("wall B, s", point -> Numbers.digits(point.b().median())),
            number("B/A", point -> Numbers.ofOne(point.ratio())),
            number(
                "95 % interval", point -> point.interval().map(ComparisonTable::words).orElse("-")),
            text("finding", point -> point.finding().words() + beyond(point)));
    return TextTable.of(columns, points.stream());
  }

  private String beyond(ComparedPoint point) {
    return slowdown.isPresent() && point.isSlowerThan(slowdown.getAsDouble())
        ? ", by more than " + percent(slowdown.getAsDouble())
        : "";
  }

  private static String words(Interval interval) {
    return Numbers.ofOne(interval.low()) + " to " + Numbers.ofOne(interval.high());
  }

  private List<String> conclusions() {
    List<String> lines = new ArrayList<>();
    if (comparison.mean().isPresent()) {
      lines.add(
          "geometric mean of %s B/A: %s (%s)"
              .formatted(
                  comparison.meanOf() == 1 ? "1 ratio" : comparison.meanOf() + " ratios",
                  Numbers.ofOne(comparison.mean().getAsDouble()),
                  comparison
                      .meanInterval()
                      .map(ComparisonTable::words)
                      .orElse("interval not known: fewer than five rows")));
    }
    lines.add(
        Stream.of(Verdict.values())
            .filter(Verdict::isInBoth)
            .filter(finding -> finding.isJudged() || comparison.count(finding) > 0)
            .map(finding -> comparison.count(finding) + " " + finding.words())
            .collect(joining(", ")));
    onlyIn(Verdict.ONLY_IN_A, lines);
    onlyIn(Verdict.ONLY_IN_B, lines);
    if (comparison.judged() > 1) {
      lines.add(
          "Each interval stands for itself: were nothing changed, at least one of %s points would"
                  .formatted(comparison.judged())
              + String.format(
                  Locale.ROOT,
                  " still seem faster or slower with a probability of about %.0f %%.",
                  100 * (1 - Math.pow(Interval.CONFIDENCE, comparison.judged()))));
    }
    return lines;
  }

  private void onlyIn(Verdict finding, List<String> lines) {
    List<ComparedPoint> points =
        comparison.points().stream().filter(point -> point.finding() == finding).toList();
    if (points.isEmpty()) {
      return;
    }
    String more = points.size() > LISTED ? "; and " + (points.size() - LISTED) + " more" : "";
    lines.add(
        "%s: %s: %s%s"
            .formatted(
                finding.words(),
                points.size() == 1 ? "1 point" : points.size() + " points",
                points.stream()
                    .limit(LISTED)
                    .map(ComparisonTable::name)
                    .map(Printable::line)
                    .collect(joining("; ")),
                more));
  }

  /** A point in one line. */
  static String name(ComparedPoint point) {
    return name(point.problem(), point.jvm()) + ", " + ModeStyle.name(point.placement());
  }

  private static String name(Problem problem, String jvm) {
    return SummaryText.name(problem) + SummaryText.variant(jvm);
  }

  /** What the points of a table share. */
  private record Solved(Problem problem, String jvm) {

    static Solved of(ComparedPoint point) {
      return new Solved(point.problem(), point.jvm());
    }

    Stream<String> variant() {
      return Stream.of(SummaryText.variant(jvm).strip()).filter(words -> !words.isEmpty());
    }
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.3g", 100 * part).replaceFirst("\\.?0+$", "") + " %";
  }
}
