package hpc.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** A record as one JSON object on one line: keys and values are those of its CSV row. */
public final class RecordJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RecordJson() {}

  /** The object, without a line end; what is not known is null. */
  public static String line(RunRecord run) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Column column : Column.values()) {
        json.writeFieldName(column.title());
        write(json, column.kind(), column.of(run));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Column.Kind kind, String cell) throws IOException {
    if (cell.isEmpty()) {
      json.writeNull();
    } else if (kind == Column.Kind.NUMBER) {
      json.writeNumber(cell); // digit for digit what the CSV says
    } else {
      json.writeString(cell);
    }
  }
}
