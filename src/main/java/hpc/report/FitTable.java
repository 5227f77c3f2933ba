package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.scaling.ScalingCurve;
import hpc.scaling.ScalingFit;
import hpc.scaling.WeakScaling;
import hpc.table.Column;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The laws that were fitted, their parameters with 95 % intervals, and which is preferred, why. */
final class FitTable {

  static final String TITLE = "Fitted laws";

  private static final List<String> PARAMETERS = List.of("lambda", "f", "sigma", "kappa");
  private static final String NONE = "-";

  private record Row(String mode, ScalingFit fit, String choice) {}

  private FitTable() {}

  /** Of the modes of one problem. */
  static Table<?> strong(List<ScalingCurve> curves) {
    return table(curves.stream().flatMap(curve -> rows(curve.mode().word(), curve.fits())));
  }

  /** Of one set of weak scaling. */
  static Table<?> weak(WeakScaling set) {
    return table(rows(set.mode().word(), set.fits()));
  }

  /** The best fit stands first. */
  private static Stream<Row> rows(String mode, List<ScalingFit> fits) {
    return fits.stream()
        .map(fit -> new Row(mode, fit, fit.equals(fits.getFirst()) ? reason(fits) : ""));
  }

  private static Table<Row> table(Stream<Row> rows) {
    List<Column<Row>> columns =
        new ArrayList<>(
            List.of(
                text("mode", Row::mode),
                text("law", row -> row.fit.law().shortTitle()),
                text("choice", Row::choice)));
    PARAMETERS.forEach(name -> columns.add(number(name, row -> parameter(row.fit, name))));
    columns.add(
        number(
            "AICc",
            row ->
                row.fit.aicc().isPresent() ? Numbers.tenth(row.fit.aicc().getAsDouble()) : NONE));
    return new Table<>(columns, rows.toList());
  }

  private static String parameter(ScalingFit fit, String name) {
    return fit.law().parameterNames().contains(name) ? words(fit.parameter(name)) : NONE;
  }

  /** A value with its interval. */
  static String words(ScalingFit.Parameter parameter) {
    return "%s (%s)"
        .formatted(Numbers.three(parameter.value()), parameter.interval().words(Numbers::three));
  }

  private static String reason(List<ScalingFit> fits) {
    if (fits.size() == 1) {
      return "chosen: too few cores for another law";
    }
    if (fits.getFirst().aicc().isEmpty()) {
      return "chosen: too few cores for the AICc, fewest parameters";
    }
    return fits.get(1).aicc().isEmpty()
        ? "chosen: too few cores for the AICc of the other"
        : "chosen: the least AICc";
  }
}
