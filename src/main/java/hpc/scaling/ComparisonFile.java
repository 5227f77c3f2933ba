package hpc.scaling;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.scaling.ComparedPoint.Finding;
import hpc.table.Column;
import hpc.table.CsvKind;
import hpc.table.Table;
import java.nio.file.Path;
import java.util.List;

/** The CSV that a comparison is kept in, one row per point, and the same as JSON. */
public final class ComparisonFile {

  /** A comparison. */
  public static final CsvKind KIND = new CsvKind("wall_median_a_s");

  /** {@code results/README.md} tells what each holds. */
  private static final List<Column<ComparedPoint>> COLUMNS =
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

  /** What all points come to: the last object of the JSON. */
  private static final List<Column<Comparison>> SUMMARY =
      List.of(
          number("geometric_mean", Comparison::mean),
          number("geometric_mean_low", all -> all.meanInterval().map(Interval::low)),
          number("geometric_mean_high", all -> all.meanInterval().map(Interval::high)),
          number("geometric_mean_of", Comparison::meanOf),
          number("faster", all -> all.count(Finding.FASTER)),
          number("slower", all -> all.count(Finding.SLOWER)),
          number("not_distinguishable", all -> all.count(Finding.NOT_DISTINGUISHABLE)));

  private ComparisonFile() {}

  /** Writes {@code comparison} to {@code file}, see {@link CsvKind#write}. */
  public static void write(Path file, Comparison comparison) {
    KIND.write(file, new Table<>(COLUMNS, comparison.points()));
  }

  /** An object per point with the columns of the CSV, and a last one, each on a line. */
  public static String json(Comparison comparison) {
    return new Table<>(COLUMNS, comparison.points()).json()
        + new Table<>(SUMMARY, List.of(comparison)).json();
  }
}
