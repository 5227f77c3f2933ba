package hpc.scaling;

import static hpc.bench.TableColumn.number;
import static hpc.bench.TableColumn.text;
import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.bench.CsvText;
import hpc.bench.JsonRows;
import hpc.bench.TableColumn;
import hpc.exec.OutputFile;
import hpc.exec.Problem;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The CSV that an aggregation is kept in: one row per problem and placement. */
public final class SummaryFile {

  /** What a row is about. */
  private record Row(ProblemScaling scaling, PlacementFigures figures) {

    Problem problem() {
      return scaling.problem();
    }
  }

  /** {@code results/README.md} tells what each holds. */
  private static final List<TableColumn<Row>> COLUMNS =
      List.of(
          text("app", row -> row.problem().app()),
          text("algorithm", row -> row.problem().algorithm()),
          text("kernel", row -> row.problem().kernel()),
          text("problem", row -> row.problem().canonical()),
          number("size", row -> row.problem().size()),
          text("cpu_model", row -> row.scaling.cpuModel()),
          text("jvm", row -> row.scaling.jvm()),
          text("mode", row -> row.figures.placement().mode().word()),
          number("nodes", row -> row.figures.placement().nodes()),
          number("ranks", row -> row.figures.placement().ranks()),
          number("threads", row -> row.figures.placement().threads()),
          number("cores", row -> row.figures.placement().cores()),
          number("runs", row -> row.figures.runs()),
          number("left_out", row -> row.figures.leftOut()),
          number("wall_median_s", row -> row.figures.wallMedian()),
          number("wall_low_s", row -> row.figures.wallInterval().map(Interval::low)),
          number("wall_high_s", row -> row.figures.wallInterval().map(Interval::high)),
          number("wall_min_s", row -> row.figures.wallMin()),
          number("wall_max_s", row -> row.figures.wallMax()),
          number("compute_median_s", row -> row.figures.compute()),
          number("comm_median_s", row -> row.figures.communication()),
          number("wait_median_s", row -> row.figures.waiting()),
          number("io_median_s", row -> row.figures.io()),
          number("gc_median_s", row -> row.figures.gc()),
          number("jit_median_s", row -> row.figures.jit()),
          number("rate_median", row -> row.figures.rate()),
          text("rate_unit", row -> row.problem().rateUnit()),
          number("speedup", row -> row.figures.speedup()),
          number("speedup_low", row -> row.figures.speedupInterval().map(Interval::low)),
          number("speedup_high", row -> row.figures.speedupInterval().map(Interval::high)),
          number("efficiency", row -> row.figures.efficiency()),
          number("efficiency_low", row -> row.figures.efficiencyInterval().map(Interval::low)),
          number("efficiency_high", row -> row.figures.efficiencyInterval().map(Interval::high)),
          number("serial_fraction", row -> row.figures.serialFraction()),
          number(
              "factor_computing", row -> row.figures.factors().map(EfficiencyFactors::computing)),
          number(
              "factor_collection", row -> row.figures.factors().map(EfficiencyFactors::collection)),
          number("factor_exchange", row -> row.figures.factors().map(EfficiencyFactors::exchange)),
          number("factor_waiting", row -> row.figures.factors().map(EfficiencyFactors::waiting)),
          number("factor_io", row -> row.figures.factors().map(EfficiencyFactors::io)),
          number("factor_balance", row -> row.figures.factors().map(EfficiencyFactors::balance)),
          number("rss_peak_bytes", row -> row.figures.rssPeakBytes()),
          number("rss_total_bytes", row -> row.figures.rssTotalBytes()),
          number("energy_median_j", row -> row.figures.energyJoules()),
          text("transport", row -> row.figures.placement().transport()));

  /** The titles of the columns, in order. */
  static final List<String> HEADER = TableColumn.header(COLUMNS);

  /** A column that no other file has: the others may differ between versions. */
  private static final String MARK = "wall_median_s";

  private SummaryFile() {}

  /** Whether a file with these columns is a summary, of whatever version. */
  static boolean isSummary(List<String> header) {
    return header.contains(MARK);
  }

  /** A summary that {@code --out} names. */
  public static OutputFile output(Path file) {
    return new OutputFile("--out", file, "," + MARK + ",");
  }

  /**
   * Writes {@code aggregation} to {@code file}; who reads it meanwhile sees the old file or the new
   * one. Directories above it are made. A link stays, and the file that it leads to is replaced.
   *
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, a link to nothing, or no
   *     summary
   */
  public static void write(Path file, Aggregation aggregation) {
    String text = CsvText.file(HEADER, rows(aggregation));
    output(file).replace(text.getBytes(UTF_8));
  }

  /** The same rows as JSON objects, each on a line; what is not known is null. */
  public static String json(Aggregation aggregation) {
    return JsonRows.of(COLUMNS).lines(rows(aggregation));
  }

  private static Stream<List<String>> rows(Aggregation aggregation) {
    return aggregation.problems().stream()
        .flatMap(scaling -> scaling.placements().stream().map(figures -> new Row(scaling, figures)))
        .map(row -> TableColumn.cells(COLUMNS, row));
  }
}
