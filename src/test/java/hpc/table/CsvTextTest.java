package hpc.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {

  @Test
  void aFileIsItsRowsEachWithItsLineEnd() {
    assertEquals(
        "a,b\r\n1,\"x,\"\"y\"\"\"\r\n,\"two\nlines\"\r\n",
        CsvText.file(
            List.of("a", "b"), Stream.of(List.of("1", "x,\"y\""), List.of("", "two\nlines"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "a,b", "say \"so\"", "two\r\nlines", " spaces ", "µ≤é", "#"})
  void whatIsWrittenIsReadAgain(String cell) {
    List<String> cells = List.of("first", cell, cell, "last");
    assertEquals(Optional.of(cells), CsvText.cells(CsvText.row(cells)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,\"b", "a,\"b\"c", "\"", "a,\"b\"\"", "a,\"b\n", "\"a\"b"})
  void quotesThatAreNotThoseOfACsvMakeNoCells(String row) {
    assertEquals(Optional.empty(), CsvText.cells(row));
  }
}
