package hpc.report;

import hpc.scaling.Aggregation;
import hpc.scaling.SummaryFile;
import java.util.Set;

/** A summary as JSON lines: an object per problem and placement, with the columns of its CSV. */
public final class SummaryJson {

  private static final JsonRows ROWS =
      new JsonRows(
          SummaryFile.HEADER,
          Set.of("app", "algorithm", "kernel", "problem", "cpu_model", "jvm", "mode", "rate_unit"));

  private SummaryJson() {}

  /** The objects, each on a line; what is not known is null. */
  public static String lines(Aggregation aggregation) {
    return ROWS.lines(SummaryFile.rows(aggregation));
  }
}
