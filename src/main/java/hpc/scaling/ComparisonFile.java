package hpc.scaling;

import static hpc.bench.TableColumn.number;
import static hpc.bench.TableColumn.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.bench.CsvText;
import hpc.bench.JsonRows;
import hpc.bench.TableColumn;
import hpc.exec.OutputFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CSV that a comparison is kept in: one row per point. */
public final class ComparisonFile {

  /** {@code results/README.md} tells what each holds. */
  private static final List<TableColumn<ComparedPoint>> COLUMNS =
      List.of(
          text("app", point -> point.problem().app()),
          text("algorithm", point -> point.problem().algorithm()),
          text("kernel", point -> point.problem().kernel()),
          text("problem", point -> point.problem().canonical()),
          text("jvm", point -> point.jvm()),
          text("mode", point -> point.placement().mode().word()),
          number("nodes", point -> point.placement().nodes()),
          number("ranks", point -> point.placement().ranks()),
          number("threads", point -> point.placement().threads()),
          number("cores", point -> point.placement().cores()),
          text("cpu_model_a", point -> String.join("; ", point.a().processors())),
          text("cpu_model_b", point -> String.join("; ", point.b().processors())),
          number("runs_a", point -> point.a().walls().size()),
          number("runs_b", point -> point.b().walls().size()),
          number("left_out_a", point -> point.a().leftOut()),
          number("left_out_b", point -> point.b().leftOut()),
          number("wall_median_a_s", point -> point.a().median()),
          number("wall_median_b_s", point -> point.b().median()),
          number("ratio", point -> point.ratio()),
          number("ratio_low", point -> point.interval().map(Interval::low)),
          number("ratio_high", point -> point.interval().map(Interval::high)),
          text("finding", point -> point.finding().words()));

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
    String text = CsvText.file(TableColumn.header(COLUMNS), rows(comparison));
    output(file).replace(text.getBytes(UTF_8));
  }

  /** The same rows as JSON objects, each on a line; what is not known is null. */
  public static String json(Comparison comparison) {
    return JsonRows.of(COLUMNS).lines(rows(comparison));
  }

  private static Stream<List<String>> rows(Comparison comparison) {
    return comparison.points().stream().map(point -> TableColumn.cells(COLUMNS, point));
  }
}
