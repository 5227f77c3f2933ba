package hpc.report;

import hpc.bench.JsonRows;
import hpc.scaling.Aggregation;
import hpc.scaling.SummaryFile;

/** A summary as JSON lines: an object per problem and placement, with the columns of its CSV. */
public final class SummaryJson {

  private static final JsonRows ROWS = new JsonRows(SummaryFile.HEADER, SummaryFile.TEXTS);

  private SummaryJson() {}

  /** The objects, each on a line; what is not known is null. */
  public static String lines(Aggregation aggregation) {
    return ROWS.lines(SummaryFile.rows(aggregation));
  }
}
