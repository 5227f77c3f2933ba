package hpc.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import hpc.exec.Outcome;
import hpc.table.Column;
import hpc.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunColumnTest {

  @Test
  void holdsTheValuesOfTheRowOnOneLine() throws IOException {
    RunRecord run =
        Samples.run(
            Samples.nastyOrigin("r1"),
            Samples.mpi(2, 4),
            1,
            0.5,
            new Outcome("1857859", Outcome.Verdict.YES, ""));
    String line = RunColumn.json(run);

    assertEquals(1, line.lines().count());
    Map<String, String> expected = new LinkedHashMap<>();
    Stream.of(RunColumn.values())
        .forEach(column ->
            expected.put(
                column.title(),
                column.of(run).isEmpty() ? "null" : column.column().kind() + " " + column.of(run)));
    assertEquals(expected, parse(line));
  }

  @Test
  void holdsNothingThatATerminalObeys() {
    assertEquals(
        "{\"a\":\"\\u001B[2J\\u009B2J\\u202Eb\"}\n",
        new Table<String>(
                List.of(Column.text("a", cell -> cell)), List.of("\u001b[2J\u009b2J\u202eb"))
            .json());
  }

  private static Map<String, String> parse(String line) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertEquals(JsonToken.START_OBJECT, json.nextToken());
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        values.put(
            name,
            value == JsonToken.VALUE_NULL
                ? "null"
                : (value.isNumeric() ? "NUMBER " : "TEXT ") + json.getText());
      }
      assertEquals(JsonToken.END_OBJECT, json.currentToken());
    }
    return values;
  }
}
