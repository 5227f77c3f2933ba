package hpc.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import hpc.bench.Column.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of a CSV as JSON objects with the same keys: all JSON for programs is written here.
 *
 * @param header the keys
 * @param texts those whose values are no numbers, even where they happen to be digits
 */
public record JsonRows(List<String> header, Set<String> texts) {

  private static final JsonFactory JSON = new JsonFactory();

  /** A number as RFC 8259 has it: whatever else a cell holds can only be a string. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** A terminal obeys some of what lies above. */
  private static final int LAST_PRINTABLE = '~';

  /** Those of a table. */
  public static JsonRows of(List<? extends TableColumn<?>> columns) {
    return new JsonRows(
        TableColumn.header(columns),
        columns.stream()
            .filter(column -> column.kind() == Kind.TEXT)
            .map(TableColumn::title)
            .collect(Collectors.toSet()));
  }

  /** The objects, each on a line; what is not known is null. */
  public String lines(Stream<List<String>> rows) {
    return rows.map(cells -> object(cells) + "\n").collect(Collectors.joining());
  }

  /** One object, without a line end. */
  String object(List<String> cells) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setHighestNonEscapedChar(LAST_PRINTABLE);
      json.writeStartObject();
      for (int column = 0; column < header.size(); column++) {
        json.writeFieldName(header.get(column));
        write(json, texts.contains(header.get(column)), cells.get(column));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, boolean isText, String cell) throws IOException {
    if (cell.isEmpty()) {
      json.writeNull();
    } else if (!isText && NUMBER.matcher(cell).matches()) {
      json.writeNumber(cell); // digit for digit what the CSV says
    } else {
      json.writeString(cell);
    }
  }
}
