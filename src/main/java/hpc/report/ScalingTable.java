package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.exec.Problem;
import hpc.scaling.Aggregation;
import hpc.scaling.EfficiencyFactors;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Recommendation;
import hpc.scaling.Recommendation.Criteria;
import hpc.table.Column;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** An aggregation as tables: a section per problem, a row per placement, and what to ask for. */
public final class ScalingTable {

  private ScalingTable() {}

  /**
   * A section for each problem, and one for each set of weak scaling.
   *
   * @param criteria what recommendations go by
   */
  public static List<Section> sections(Aggregation aggregation, Criteria criteria) {
    return Stream.concat(
            aggregation.problems().stream().map(scaling -> section(scaling, criteria)),
            aggregation.weak().stream().map(WeakTable::section))
        .toList();
  }

  private static Section section(ProblemScaling scaling, Criteria criteria) {
    return new Section(
        title(scaling.problem(), scaling.jvm()),
        "on " + scaling.cpuModel(),
        table(scaling),
        scaling.curves().stream()
            .map(curve -> Recommendation.of(curve, criteria).sentence())
            .toList(),
        details(scaling));
  }

  /** Name, parameters and, where a sweep compares several, the JVM. */
  static String title(Problem problem, String jvm) {
    return "%s %s %s kernel: %s%s"
        .formatted(
            problem.app(),
            problem.algorithm(),
            problem.kernel(),
            SummaryText.parameters(problem),
            SummaryText.variant(jvm));
  }

  /** The rows of one problem. */
  static Table<PlacementFigures> table(ProblemScaling scaling) {
    return new Table<>(
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
            number("RSS MiB", figures -> Numbers.mebibytes(figures.rssTotalBytes()))),
        scaling.placements());
  }

  /** What there is to say of one problem where there is room for it. */
  static SequencedMap<String, Table<?>> details(ProblemScaling scaling) {
    SequencedMap<String, Table<?>> details = new LinkedHashMap<>();
    details.put("Where the efficiency goes", factors(scaling));
    details.put(FitTable.TITLE, FitTable.strong(scaling.curves()));
    return details;
  }

  /** Factors whose product the efficiency is; none where there is only the baseline. */
  private static Table<PlacementFigures> factors(ProblemScaling scaling) {
    List<Column<PlacementFigures>> columns =
        new ArrayList<>(
            List.of(
                text("placement", figures -> ModeStyle.name(figures.placement())),
                number("cores", figures -> figures.placement().cores()),
                number("efficiency", figures -> Numbers.percent(figures.efficiency()))));
    for (EfficiencyFactors.Factor factor : EfficiencyFactors.Factor.values()) {
      columns.add(
          number(
              factor.title(),
              figures -> Numbers.percent(figures.factors().orElseThrow().of(factor))));
    }
    boolean alone = scaling.placements().size() == 1;
    return new Table<>(
        columns,
        scaling.placements().stream()
            .filter(figures -> !alone && figures.factors().isPresent())
            .toList());
  }
}
