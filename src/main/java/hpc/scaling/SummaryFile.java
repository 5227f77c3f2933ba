package hpc.scaling;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.bench.Measure;
import hpc.exec.Problem;
import hpc.scaling.EfficiencyFactors.Factor;
import hpc.table.Column;
import hpc.table.CsvKind;
import hpc.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The CSV that an aggregation is kept in: one row per problem and placement. */
public final class SummaryFile {

  /** A summary, of whatever version. */
  public static final CsvKind KIND = new CsvKind("wall_median_s");

  /** What a row is about. */
  record Row(ProblemScaling scaling, PlacementFigures figures) {

    Problem problem() {
      return scaling.problem();
    }
  }

  /** {@code results/README.md} tells what each holds. */
  static final List<Column<Row>> COLUMNS =
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
          median("compute_median_s", Measure.COMPUTE),
          median("comm_median_s", Measure.COMMUNICATION),
          median("wait_median_s", Measure.WAITING),
          median("io_median_s", Measure.IO),
          median("gc_median_s", Measure.GC),
          median("jit_median_s", Measure.JIT),
          number("rate_median", row -> row.figures.rate()),
          text("rate_unit", row -> row.problem().rateUnit()),
          number("speedup", row -> row.figures.speedup()),
          number("speedup_low", row -> row.figures.speedupInterval().map(Interval::low)),
          number("speedup_high", row -> row.figures.speedupInterval().map(Interval::high)),
          number("efficiency", row -> row.figures.efficiency()),
          number("efficiency_low", row -> row.figures.efficiencyInterval().map(Interval::low)),
          number("efficiency_high", row -> row.figures.efficiencyInterval().map(Interval::high)),
          number("serial_fraction", row -> row.figures.serialFraction()),
          factor(Factor.COMPUTING),
          factor(Factor.COLLECTION),
          factor(Factor.EXCHANGE),
          factor(Factor.WAITING),
          factor(Factor.IO),
          factor(Factor.BALANCE),
          number("rss_peak_bytes", row -> row.figures.rssPeakBytes()),
          number("rss_total_bytes", row -> row.figures.rssTotalBytes()),
          median("energy_median_j", Measure.ENERGY),
          text("transport", row -> row.figures.placement().transport()));

  private SummaryFile() {}

  private static Column<Row> median(String title, Measure measure) {
    return number(title, row -> row.figures.measures().get(measure));
  }

  private static Column<Row> factor(Factor factor) {
    return number(
        "factor_" + factor.name().toLowerCase(Locale.ROOT),
        row -> row.figures.factors().map(factors -> factors.of(factor)));
  }

  /** A row per problem and placement. */
  public static Table<?> table(Aggregation aggregation) {
    return new Table<>(
        COLUMNS,
        aggregation.problems().stream()
            .flatMap(
                scaling -> scaling.placements().stream().map(figures -> new Row(scaling, figures)))
            .toList());
  }

  /** Writes {@code aggregation} to {@code file}, see {@link CsvKind#write}. */
  public static void write(Path file, Aggregation aggregation) {
    KIND.write(file, table(aggregation));
  }
}
