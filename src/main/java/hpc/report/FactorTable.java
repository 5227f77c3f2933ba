package hpc.report;

import hpc.report.TextTable.Heading;
import hpc.scaling.EfficiencyFactors;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import java.util.List;
import java.util.stream.Stream;

/** Where the efficiency of each placement goes: factors whose product it is. */
final class FactorTable {

  private FactorTable() {}

  /** The placements whose factors are known; none where there is only the baseline. */
  static TextTable of(ProblemScaling scaling) {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of(Heading.text("placement"), Heading.number("cores")),
                    Stream.of(
                            "efficiency",
                            "computing",
                            "collection",
                            "exchange",
                            "waiting",
                            "I/O",
                            "balance")
                        .map(Heading::number))
                .toList());
    if (scaling.placements().size() == 1) {
      return table;
    }
    scaling
        .placements()
        .forEach(
            figures -> figures.factors().ifPresent(factors -> table.add(cells(figures, factors))));
    return table;
  }

  private static List<String> cells(PlacementFigures figures, EfficiencyFactors factors) {
    return Stream.concat(
            Stream.of(
                ModeStyle.name(figures.placement()),
                Integer.toString(figures.placement().cores()),
                Numbers.percent(figures.efficiency())),
            Stream.of(
                    factors.computing(),
                    factors.collection(),
                    factors.exchange(),
                    factors.waiting(),
                    factors.io(),
                    factors.balance())
                .map(Numbers::percent))
        .toList();
  }
}
