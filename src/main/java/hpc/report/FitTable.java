package hpc.report;

import hpc.report.TextTable.Heading;
import hpc.scaling.Interval;
import hpc.scaling.ScalingCurve;
import hpc.scaling.ScalingFit;
import hpc.scaling.ScalingFit.Parameter;
import hpc.scaling.WeakScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The laws that were fitted, their parameters with 95 % intervals, and which is preferred, why. */
final class FitTable {

  private static final List<String> PARAMETERS = List.of("lambda", "f", "sigma", "kappa");
  private static final String NONE = "-";

  private FitTable() {}

  /** Of the modes of one problem. */
  static TextTable strong(List<ScalingCurve> curves) {
    TextTable table = empty();
    curves.forEach(curve -> add(table, curve.mode().word(), curve.fits()));
    return table;
  }

  /** Of one set of weak scaling. */
  static TextTable weak(WeakScaling set) {
    TextTable table = empty();
    add(table, set.mode().word(), set.fits());
    return table;
  }

  private static TextTable empty() {
    return new TextTable(
        Stream.of(
                Stream.of(Heading.text("mode"), Heading.text("law"), Heading.text("choice")),
                PARAMETERS.stream().map(Heading::number),
                Stream.of(Heading.number("AICc")))
            .flatMap(headings -> headings)
            .toList());
  }

  private static void add(TextTable table, String mode, List<ScalingFit> fits) {
    for (int i = 0; i < fits.size(); i++) {
      List<String> cells =
          new ArrayList<>(
              List.of(mode, fits.get(i).law().shortTitle(), i == 0 ? reason(fits) : ""));
      for (String name : PARAMETERS) {
        cells.add(
            fits.get(i).law().parameterNames().contains(name) ? words(fits.get(i), name) : NONE);
      }
      cells.add(
          fits.get(i).aicc().isPresent() ? Numbers.tenth(fits.get(i).aicc().getAsDouble()) : NONE);
      table.add(cells);
    }
  }

  private static String words(ScalingFit fit, String name) {
    Parameter parameter = fit.parameter(name);
    Interval interval = parameter.interval();
    return "%s (%s to %s)"
        .formatted(
            Numbers.three(parameter.value()),
            Numbers.three(interval.low()),
            Numbers.three(interval.high()));
  }

  /** The fits stand in the order of {@link ScalingCurve#fits}. */
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
