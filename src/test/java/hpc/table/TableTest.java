package hpc.table;

import static hpc.table.Column.number;
import static hpc.table.Column.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {

  private record Row(String name, Object number, String note) {}

  private static final List<Column<Row>> COLUMNS =
      List.of(text("name", Row::name), number("n", Row::number), text("note", Row::note));

  private static Table<Row> table(Row... rows) {
    return new Table<>(COLUMNS, List.of(rows));
  }

  @Test
  void alignsTextLeftAndNumbersRight() {
    assertEquals(
        """
        name        n  note
        a           1  short
        longer  12345
        """,
        table(new Row("a", "1", "short"), new Row("longer", 12345, "")).text());
  }

  @Test
  void countsCodePointsNotBytesOrChars() {
    assertEquals(
        """
        name     n  note
        příliš😀  1  x
        1234567  1  x
        """,
        table(new Row("příliš😀", "1", "x"), new Row("1234567", "1", "x")).text());
  }

  @Test
  void lettersThatMoveTheCursorAreShownAsQuestionMarks() {
    assertEquals(
        """
        name   n  note
        a?[2J  1  ?1m?two lines
        """,
        table(new Row("a\u001b[2J", "1", "\u009b1m\u202etwo\nlines")).text());
  }

  @Test
  void markdownIsAlignedAndItsBarsAreEscaped() {
    Table<Row> table =
        new Table<>(
            List.of(text("a", Row::name), number("seconds", Row::number)),
            List.of(new Row("x|y", "1.5", "")));
    assertEquals(
        """
        | a    | seconds |
        | ---- | ------: |
        | x\\|y |     1.5 |
        """,
        table.markdown());
  }

  @Test
  void whatIsNotKnownIsEmptyInACsvAndNullInJson() {
    Table<Row> table =
        table(
            new Row("007", OptionalDouble.of(0.25), "a,b"),
            new Row("", OptionalDouble.empty(), "x"),
            new Row("b", Optional.of("NaN"), ""));
    assertEquals("name,n,note\r\n007,0.25,\"a,b\"\r\n,,x\r\nb,NaN,\r\n", table.csv());
    assertEquals(
        """
        {"name":"007","n":0.25,"note":"a,b"}
        {"name":null,"n":null,"note":"x"}
        {"name":"b","n":"NaN","note":null}
        """,
        table.json());
    assertEquals("", table().json());
  }

  @Test
  void aPageShowsTheFirstRowsAndCountsTheOthers() {
    String html =
        new Table<>(
                List.of(number("n", (Integer row) -> row)),
                IntStream.range(0, Table.PAGE_ROWS + 3).boxed().toList())
            .html();
    assertEquals(Table.PAGE_ROWS, html.split("<td class=\"number\">", -1).length - 1);
    assertEquals(1, html.split("<td colspan=\"1\">and 3 more</td>", -1).length - 1);
  }
}
