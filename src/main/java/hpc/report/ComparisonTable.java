package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import hpc.exec.Printable;
import hpc.scaling.ComparedPoint;
import hpc.scaling.ComparedPoint.Finding;
import hpc.scaling.Comparison;
import hpc.scaling.Comparison.MeasuredSet;
import hpc.scaling.Interval;
import hpc.table.Markdown;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    all.sets().forEach(line -> text.append(Printable.line(line)).append('\n'));
    text.append('\n').append(Section.text(all.sections())).append('\n');
    all.conclusions().forEach(line -> text.append(Section.paragraph(line)));
    return text.toString();
  }

  /**
   * The same as Markdown.
   *
   * @param slowdown bound beyond which a point is too slow, 0.05 for 5 %
   */
  public static String markdown(Comparison comparison, OptionalDouble slowdown) {
    ComparisonTable all = new ComparisonTable(comparison, slowdown);
    return items(all.sets())
        + "\n"
        + Section.markdown(all.sections())
        + "\n"
        + items(all.conclusions());
  }

  private static String items(List<String> lines) {
    return lines.stream().map(line -> "- " + Markdown.text(line) + "\n").collect(joining());
  }

  private List<String> sets() {
    return List.of(set("A", comparison.a()), set("B", comparison.b()));
  }

  private String set(String letter, MeasuredSet set) {
    return "%s: %s, %s%s%s%s"
        .formatted(
            letter,
            set.name(),
            Numbers.count(set.rows(), "row"),
            listed(", version ", set.programs()),
            listed(", on ", set.processors()),
            listed(", ", set.clusters()));
  }

  private static String listed(String before, List<String> names) {
    int shown = Math.min(3, names.size());
    String more = shown < names.size() ? " and " + (names.size() - shown) + " more" : "";
    return names.isEmpty() ? "" : before + String.join("; ", names.subList(0, shown)) + more;
  }

  /** One for each problem with points in both sets. */
  private List<Section> sections() {
    return comparison.points().stream()
        .filter(point -> point.finding().isInBoth())
        .collect(
            groupingBy(
                point -> ScalingTable.title(point.problem(), point.jvm()),
                LinkedHashMap::new,
                toList()))
        .entrySet()
        .stream()
        .map(group -> new Section(group.getKey(), "", table(group.getValue()), List.of()))
        .toList();
  }

  private Table<ComparedPoint> table(List<ComparedPoint> points) {
    return new Table<>(
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
            text("finding", point -> point.finding().words() + beyond(point))),
        points);
  }

  private String beyond(ComparedPoint point) {
    return slowdown.isPresent() && point.isSlowerThan(slowdown.getAsDouble())
        ? ", by more than " + percent(slowdown.getAsDouble())
        : "";
  }

  private static String words(Interval interval) {
    return interval.words(Numbers::ofOne);
  }

  private List<String> conclusions() {
    List<String> lines = new ArrayList<>();
    if (comparison.mean().isPresent()) {
      lines.add(
          "geometric mean of %s B/A: %s (%s)"
              .formatted(
                  Numbers.count(comparison.meanOf(), "ratio"),
                  Numbers.ofOne(comparison.mean().getAsDouble()),
                  comparison
                      .meanInterval()
                      .map(ComparisonTable::words)
                      .orElse("interval not known: fewer than five rows")));
    }
    lines.add(
        Stream.of(Finding.values())
            .filter(Finding::isInBoth)
            .filter(finding -> finding.isJudged() || comparison.count(finding) > 0)
            .map(finding -> comparison.count(finding) + " " + finding.words())
            .collect(joining(", ")));
    onlyIn(Finding.ONLY_IN_A, lines);
    onlyIn(Finding.ONLY_IN_B, lines);
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

  private void onlyIn(Finding finding, List<String> lines) {
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
                Numbers.count(points.size(), "point"),
                points.stream().limit(LISTED).map(ComparisonTable::name).collect(joining("; ")),
                more));
  }

  /** A point in one line. */
  static String name(ComparedPoint point) {
    return SummaryText.name(point.problem())
        + SummaryText.variant(point.jvm())
        + ", "
        + ModeStyle.name(point.placement());
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.3g", 100 * part).replaceFirst("\\.?0+$", "") + " %";
  }
}
