package hpc.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/**
 * Rows of a CSV as JSON objects with the same keys.
 *
 * @param header the keys
 * @param texts those whose values are no numbers, even where they happen to be digits
 */
record JsonRows(List<String> header, Set<String> texts) {

  private static final JsonFactory JSON = new JsonFactory();

  /** The objects, each on a line; what is not known is null. */
  String lines(List<List<String>> rows) {
    StringBuilder text = new StringBuilder();
    rows.forEach(cells -> text.append(object(cells)).append('\n'));
    return text.toString();
  }

  private String object(List<String> cells) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (int column = 0; column < cells.size(); column++) {
        String title = header.get(column);
        json.writeFieldName(title);
        if (cells.get(column).isEmpty()) {
          json.writeNull();
        } else if (texts.contains(title)) {
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
