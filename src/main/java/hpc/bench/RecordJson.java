package hpc.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A record as one JSON object on one line: keys and values are those of its CSV row. */
public final class RecordJson {

  private static final JsonRows ROWS =
      new JsonRows(
          Arrays.stream(Column.values()).map(Column::title).toList(),
          Arrays.stream(Column.values())
              .filter(column -> column.kind() == Column.Kind.TEXT)
              .map(Column::title)
              .collect(Collectors.toSet()));

  private RecordJson() {}

  /** The object, without a line end; what is not known is null. */
  public static String line(RunRecord run) {
    return ROWS.object(Arrays.stream(Column.values()).map(column -> column.of(run)).toList());
  }
}
