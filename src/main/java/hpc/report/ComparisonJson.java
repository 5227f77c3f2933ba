package hpc.report;

import hpc.bench.JsonRows;
import hpc.bench.PlainNumber;
import hpc.scaling.Comparison;
import hpc.scaling.ComparisonFile;
import hpc.scaling.Finding;
import hpc.scaling.Interval;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A comparison as JSON lines: an object per point, with the columns of its CSV, and a last one. */
public final class ComparisonJson {

  private static final JsonRows POINTS = new JsonRows(ComparisonFile.HEADER, ComparisonFile.TEXTS);

  private static final JsonRows SUMMARY =
      new JsonRows(
          List.of(
              "geometric_mean",
              "geometric_mean_low",
              "geometric_mean_high",
              "geometric_mean_of",
              "faster",
              "slower",
              "not_distinguishable"),
          Set.of());

  private ComparisonJson() {}

  /** The objects, each on a line; what is not known is null. */
  public static String lines(Comparison comparison) {
    return POINTS.lines(ComparisonFile.rows(comparison).stream())
        + SUMMARY.lines(
            Stream.of(
                List.of(
                    comparison.mean().isPresent()
                        ? PlainNumber.format(comparison.mean().getAsDouble())
                        : "",
                    number(comparison.meanInterval().map(Interval::low)),
                    number(comparison.meanInterval().map(Interval::high)),
                    Integer.toString(comparison.meanOf()),
                    Long.toString(comparison.count(Finding.FASTER)),
                    Long.toString(comparison.count(Finding.SLOWER)),
                    Long.toString(comparison.count(Finding.NOT_DISTINGUISHABLE)))));
  }

  private static String number(Optional<Double> value) {
    return value.map(PlainNumber::format).orElse("");
  }
}
