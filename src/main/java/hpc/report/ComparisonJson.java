package hpc.report;

import static hpc.bench.TableColumn.number;

import hpc.bench.JsonRows;
import hpc.bench.TableColumn;
import hpc.scaling.Comparison;
import hpc.scaling.ComparisonFile;
import hpc.scaling.Interval;
import hpc.scaling.Verdict;
import java.util.List;
import java.util.stream.Stream;

/** A comparison as JSON lines: an object per point, with the columns of its CSV, and a last one. */
public final class ComparisonJson {

  private static final List<TableColumn<Comparison>> SUMMARY =
      List.of(
          number("geometric_mean", Comparison::mean),
          number("geometric_mean_low", all -> all.meanInterval().map(Interval::low)),
          number("geometric_mean_high", all -> all.meanInterval().map(Interval::high)),
          number("geometric_mean_of", Comparison::meanOf),
          number("faster", all -> all.count(Verdict.FASTER)),
          number("slower", all -> all.count(Verdict.SLOWER)),
          number("not_distinguishable", all -> all.count(Verdict.NOT_DISTINGUISHABLE)));

  private ComparisonJson() {}

  /** The objects, each on a line; what is not known is null. */
  public static String lines(Comparison comparison) {
    return ComparisonFile.json(comparison)
        + JsonRows.of(SUMMARY).lines(Stream.of(TableColumn.cells(SUMMARY, comparison)));
  }
}
