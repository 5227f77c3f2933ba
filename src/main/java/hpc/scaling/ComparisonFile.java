package hpc.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.bench.CsvText;
import hpc.bench.PlainNumber;
import hpc.exec.OutputFile;
import hpc.exec.Problem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The CSV that a comparison is kept in: one row per point. */
public final class ComparisonFile {

  /** The columns, in order; {@code results/README.md} tells what each holds. */
  public static final List<String> HEADER =
      List.of(
          "app",
          "algorithm",
          "kernel",
          "problem",
          "jvm",
          "mode",
          "nodes",
          "ranks",
          "threads",
          "cores",
          "cpu_model_a",
          "cpu_model_b",
          "runs_a",
          "runs_b",
          "left_out_a",
          "left_out_b",
          "wall_median_a_s",
          "wall_median_b_s",
          "ratio",
          "ratio_low",
          "ratio_high",
          "finding");

  /** Those that hold no numbers. */
  public static final Set<String> TEXTS =
      Set.of(
          "app",
          "algorithm",
          "kernel",
          "problem",
          "jvm",
          "mode",
          "cpu_model_a",
          "cpu_model_b",
          "finding");

  /** A column that no other file has. */
  private static final String MARK = "wall_median_a_s";

  private ComparisonFile() {}

  /** Whether a file with these columns is a comparison. */
  static boolean isComparison(List<String> header) {
    return header.contains(MARK);
  }

  /** A comparison that {@code --out} names. */
  public static OutputFile output(Path file) {
    return new OutputFile("--out", file, "," + MARK + ",");
  }

  /**
   * Writes {@code comparison} to {@code file}; who reads it meanwhile sees the old file or the new
   * one. Directories above it are made. A link stays, and the file that it leads to is replaced.
   *
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, a link to nothing, or no
   *     comparison
   */
  public static void write(Path file, Comparison comparison) {
    String text = CsvText.file(HEADER, rows(comparison).stream());
    output(file).replace(text.getBytes(UTF_8));
  }

  /** What the file holds below its header: a list of cells per point. */
  public static List<List<String>> rows(Comparison comparison) {
    return comparison.points().stream().map(ComparisonFile::cells).toList();
  }

  private static List<String> cells(ComparedPoint point) {
    Problem problem = point.problem();
    return List.of(
        problem.app(),
        problem.algorithm(),
        problem.kernel(),
        problem.canonical(),
        point.jvm(),
        point.placement().mode().word(),
        Integer.toString(point.placement().nodes()),
        Integer.toString(point.placement().ranks()),
        Integer.toString(point.placement().threads()),
        Integer.toString(point.placement().cores()),
        String.join("; ", point.a().processors()),
        String.join("; ", point.b().processors()),
        Integer.toString(point.a().walls().size()),
        Integer.toString(point.b().walls().size()),
        Integer.toString(point.a().leftOut()),
        Integer.toString(point.b().leftOut()),
        number(point.a().median()),
        number(point.b().median()),
        number(point.ratio()),
        number(point.interval().map(Interval::low)),
        number(point.interval().map(Interval::high)),
        point.finding().words());
  }

  private static String number(Optional<Double> value) {
    return value.map(PlainNumber::format).orElse("");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? PlainNumber.format(value.getAsDouble()) : "";
  }
}
