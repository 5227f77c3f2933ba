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
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** The CSV that an aggregation is kept in: one row per problem and placement. */
public final class SummaryFile {

  /** The columns, in order; {@code results/README.md} tells what each holds. */
  public static final List<String> HEADER =
      List.of(
          "app",
          "algorithm",
          "kernel",
          "problem",
          "size",
          "cpu_model",
          "jvm",
          "mode",
          "nodes",
          "ranks",
          "threads",
          "cores",
          "runs",
          "left_out",
          "wall_median_s",
          "wall_low_s",
          "wall_high_s",
          "wall_min_s",
          "wall_max_s",
          "compute_median_s",
          "comm_median_s",
          "wait_median_s",
          "io_median_s",
          "gc_median_s",
          "jit_median_s",
          "rate_median",
          "rate_unit",
          "speedup",
          "speedup_low",
          "speedup_high",
          "efficiency",
          "efficiency_low",
          "efficiency_high",
          "serial_fraction",
          "factor_computing",
          "factor_collection",
          "factor_exchange",
          "factor_waiting",
          "factor_io",
          "factor_balance",
          "rss_peak_bytes",
          "rss_total_bytes",
          "energy_median_j",
          "transport");

  /** Those that hold no numbers. */
  public static final Set<String> TEXTS =
      Set.of(
          "app",
          "algorithm",
          "kernel",
          "problem",
          "cpu_model",
          "jvm",
          "mode",
          "rate_unit",
          "transport");

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

  /** What the file holds below its header: a list of cells per problem and placement. */
  public static Stream<List<String>> rows(Aggregation aggregation) {
    return aggregation.problems().stream()
        .flatMap(scaling -> scaling.placements().stream().map(figures -> cells(scaling, figures)));
  }

  private static List<String> cells(ProblemScaling scaling, PlacementFigures figures) {
    Problem problem = scaling.problem();
    return List.of(
        problem.app(),
        problem.algorithm(),
        problem.kernel(),
        problem.canonical(),
        Long.toString(problem.size()),
        scaling.cpuModel(),
        scaling.jvm(),
        figures.placement().mode().word(),
        Integer.toString(figures.placement().nodes()),
        Integer.toString(figures.placement().ranks()),
        Integer.toString(figures.placement().threads()),
        Integer.toString(figures.placement().cores()),
        Integer.toString(figures.runs()),
        Integer.toString(figures.leftOut()),
        PlainNumber.format(figures.wallMedian()),
        number(figures.wallInterval().map(Interval::low)),
        number(figures.wallInterval().map(Interval::high)),
        PlainNumber.format(figures.wallMin()),
        PlainNumber.format(figures.wallMax()),
        number(figures.compute()),
        number(figures.communication()),
        number(figures.waiting()),
        number(figures.io()),
        number(figures.gc()),
        number(figures.jit()),
        number(figures.rate()),
        problem.rateUnit(),
        PlainNumber.format(figures.speedup()),
        number(figures.speedupInterval().map(Interval::low)),
        number(figures.speedupInterval().map(Interval::high)),
        PlainNumber.format(figures.efficiency()),
        number(figures.efficiencyInterval().map(Interval::low)),
        number(figures.efficiencyInterval().map(Interval::high)),
        number(figures.serialFraction()),
        number(figures.factors().map(EfficiencyFactors::computing)),
        number(figures.factors().map(EfficiencyFactors::collection)),
        number(figures.factors().map(EfficiencyFactors::exchange)),
        number(figures.factors().map(EfficiencyFactors::waiting)),
        number(figures.factors().map(EfficiencyFactors::io)),
        number(figures.factors().map(EfficiencyFactors::balance)),
        number(figures.rssPeakBytes()),
        number(figures.rssTotalBytes()),
        number(figures.energyJoules()),
        figures.placement().transport());
  }

  private static String number(Optional<Double> value) {
    return value.map(PlainNumber::format).orElse("");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? PlainNumber.format(value.getAsDouble()) : "";
  }

  private static String number(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }
}
