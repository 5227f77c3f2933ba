package hpc.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.bench.CsvText;
import hpc.bench.PlainNumber;
import hpc.exec.OutputFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CSV of all fits of an aggregation: one row per parameter of a law. */
public final class FitsFile {

  /** The columns, in order; {@code results/README.md} tells what each holds. */
  public static final List<String> HEADER =
      List.of(
          "scaling",
          "app",
          "algorithm",
          "kernel",
          "problem",
          "work_per_core",
          "cpu_model",
          "jvm",
          "mode",
          "points",
          "baseline_cores",
          "largest_cores",
          "law",
          "chosen",
          "aicc",
          "parameter",
          "value",
          "low",
          "high");

  /** A column that no other file has. */
  private static final String MARK = "aicc";

  private FitsFile() {}

  /** Whether a file with these columns holds fits. */
  static boolean isFits(List<String> header) {
    return header.contains(MARK);
  }

  /** Where the fits of {@code summary} are: {@code summary_fits.csv} for {@code summary.csv}. */
  public static OutputFile beside(Path summary) {
    String stem = summary.getFileName().toString().replaceFirst("\\.csv$", "");
    return new OutputFile("--out", summary.resolveSibling(stem + "_fits.csv"), "," + MARK + ",");
  }

  /**
   * Writes the fits of {@code aggregation} beside the file of its summary, replacing old ones.
   *
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if the file is a device, a pipe, a link to nothing, or holds
   *     no fits
   */
  public static void write(Path summary, Aggregation aggregation) {
    String text = CsvText.file(HEADER, rows(aggregation).stream());
    beside(summary).replace(text.getBytes(UTF_8));
  }

  private static List<List<String>> rows(Aggregation aggregation) {
    Stream<List<String>> strong =
        aggregation.problems().stream()
            .flatMap(scaling ->
                scaling.curves().stream()
                    .flatMap(curve ->
                        rows(
                            List.of(
                                "strong",
                                scaling.problem().app(),
                                scaling.problem().algorithm(),
                                scaling.problem().kernel(),
                                scaling.problem().canonical(),
                                "",
                                scaling.cpuModel(),
                                scaling.jvm(),
                                curve.mode().word(),
                                Integer.toString(curve.points().size())),
                            curve.fits())));
    Stream<List<String>> weak =
        aggregation.weak().stream()
            .flatMap(set ->
                rows(
                    List.of(
                        "weak",
                        set.app(),
                        set.algorithm(),
                        set.kernel(),
                        "",
                        PlainNumber.format(set.workPerCore()),
                        set.cpuModel(),
                        set.jvm(),
                        set.mode().word(),
                        Integer.toString(set.points().size())),
                    set.fits()));
    return Stream.concat(strong, weak).toList();
  }

  private static Stream<List<String>> rows(List<String> curve, List<ScalingFit> fits) {
    return fits.stream()
        .flatMap(fit ->
            fit.parameters().stream()
                .map(parameter ->
                    Stream.of(
                            curve.stream(),
                            Stream.of(
                                Integer.toString(fit.baselineCores()),
                                Integer.toString(fit.largestMeasured()),
                                fit.law().word(),
                                fit.law() == fits.getFirst().law() ? "yes" : "no",
                                fit.aicc().isPresent()
                                    ? PlainNumber.format(fit.aicc().getAsDouble())
                                    : "",
                                parameter.name(),
                                PlainNumber.format(parameter.value()),
                                PlainNumber.format(parameter.interval().low()),
                                PlainNumber.format(parameter.interval().high())))
                        .flatMap(cells -> cells)
                        .toList()));
  }
}
