package hpc.scaling;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.exec.Mode;
import hpc.table.Column;
import hpc.table.CsvKind;
import hpc.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The CSV of all fits of an aggregation: one row per parameter of a law. */
public final class FitsFile {

  /** Fits of scaling laws. */
  public static final CsvKind KIND = new CsvKind("aicc");

  /** What the fits of a row are of; {@code problem} is empty for weak scaling. */
  private record Curve(
      String scaling,
      String app,
      String algorithm,
      String kernel,
      String problem,
      OptionalDouble workPerCore,
      String cpuModel,
      String jvm,
      Mode mode,
      int points,
      List<ScalingFit> fits) {

    static Curve strong(ProblemScaling scaling, ScalingCurve curve) {
      return new Curve(
          "strong",
          scaling.problem().app(),
          scaling.problem().algorithm(),
          scaling.problem().kernel(),
          scaling.problem().canonical(),
          OptionalDouble.empty(),
          scaling.cpuModel(),
          scaling.jvm(),
          curve.mode(),
          curve.points().size(),
          curve.fits());
    }

    static Curve weak(WeakScaling set) {
      return new Curve(
          "weak",
          set.app(),
          set.algorithm(),
          set.kernel(),
          "",
          OptionalDouble.of(set.workPerCore()),
          set.cpuModel(),
          set.jvm(),
          set.mode(),
          set.points().size(),
          set.fits());
    }

    Stream<Row> rows() {
      return fits.stream()
          .flatMap(
              fit -> fit.parameters().stream().map(parameter -> new Row(this, fit, parameter)));
    }
  }

  private record Row(Curve curve, ScalingFit fit, ScalingFit.Parameter parameter) {}

  /** {@code results/README.md} tells what each holds. */
  private static final List<Column<Row>> COLUMNS =
      List.of(
          text("scaling", row -> row.curve.scaling),
          text("app", row -> row.curve.app),
          text("algorithm", row -> row.curve.algorithm),
          text("kernel", row -> row.curve.kernel),
          text("problem", row -> row.curve.problem),
          number("work_per_core", row -> row.curve.workPerCore),
          text("cpu_model", row -> row.curve.cpuModel),
          text("jvm", row -> row.curve.jvm),
          text("mode", row -> row.curve.mode.word()),
          number("points", row -> row.curve.points),
          number("baseline_cores", row -> row.fit.baselineCores()),
          number("largest_cores", row -> row.fit.largestMeasured()),
          text("law", row -> row.fit.law().word()),
          text("chosen", row -> row.fit.equals(row.curve.fits.getFirst()) ? "yes" : "no"),
          number("aicc", row -> row.fit.aicc()),
          text("parameter", row -> row.parameter.name()),
          number("value", row -> row.parameter.value()),
          number("low", row -> row.parameter.interval().low()),
          number("high", row -> row.parameter.interval().high()));

  private FitsFile() {}

  /** Where the fits of {@code summary} are: {@code summary_fits.csv} for {@code summary.csv}. */
  public static Path beside(Path summary) {
    String stem = summary.getFileName().toString().replaceFirst("\\.csv$", "");
    return summary.resolveSibling(stem + "_fits.csv");
  }

  /** Writes the fits beside the file of the summary, see {@link CsvKind#write}. */
  public static void write(Path summary, Aggregation aggregation) {
    Stream<Curve> strong =
        aggregation.problems().stream()
            .flatMap(
                scaling -> scaling.curves().stream().map(curve -> Curve.strong(scaling, curve)));
    Stream<Curve> weak = aggregation.weak().stream().map(Curve::weak);
    KIND.write(
        beside(summary),
        new Table<>(COLUMNS, Stream.concat(strong, weak).flatMap(Curve::rows).toList()));
  }
}
