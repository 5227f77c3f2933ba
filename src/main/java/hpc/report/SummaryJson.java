package hpc.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hpc.scaling.Aggregation;
import hpc.scaling.SummaryFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** A summary as JSON lines: an object per problem and placement, with the columns of its CSV. */
public final class SummaryJson {

  private static final JsonFactory JSON = new JsonFactory();

  /** The columns that are no numbers, even where they happen to be digits. */
  private static final Set<String> TEXTS =
      Set.of("app", "algorithm", "kernel", "problem", "cpu_model", "jvm", "mode", "rate_unit");

  private SummaryJson() {}

  /** The objects, each on a line; what is not known is null. */
  public static String lines(Aggregation aggregation) {
    StringWriter text = new StringWriter();
    for (List<String> cells : SummaryFile.rows(aggregation)) {
      text.append(object(cells)).append('\n');
    }
    return text.toString();
  }

  private static String object(List<String> cells) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int column = 0; column < cells.size(); column++) {
        String title = SummaryFile.HEADER.get(column);
        json.writeFieldName(title);
        if (cells.get(column).isEmpty()) {
          json.writeNull();
        } else if (TEXTS.contains(title)) {
          json.writeString(cells.get(column));
        } else {
          json.writeNumber(cells.get(column)); // digit for digit what the CSV says
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written", e);
    }
    return text.toString();
  }
}
