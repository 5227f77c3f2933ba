package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.report.TextTable.Heading;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  private final TextTable table =
      new TextTable(List.of(Heading.text("name"), Heading.number("n"), Heading.text("note")));

  @Test
  void alignsTextLeftAndNumbersRight() {
    table.add(List.of("a", "1", "short"));
    table.add(List.of("longer", "12345", ""));

    assertEquals(
        """
        name        n  note
        a           1  short
        longer  12345
        """,
        table.render());
  }

  @Test
  void countsCodePointsNotBytesOrChars() {
    table.add(List.of("příliš😀", "1", "x"));
    table.add(List.of("1234567", "1", "x"));

    assertEquals(
        """
        name     n  note
        příliš😀  1  x
        1234567  1  x
        """,
        table.render());
  }

  @Test
  void lettersThatMoveTheCursorAreShownAsQuestionMarks() {
    table.add(List.of("a\u001b[2J", "1", "\u009b1m\u202etwo\nlines"));

    assertEquals(
        """
        name   n  note
        a?[2J  1  ?1m?two lines
        """,
        table.render());
  }

  @Test
  void refusesARowOfTheWrongWidth() {
    assertThrows(IllegalArgumentException.class, () -> table.add(List.of("a", "1")));
  }

  @Test
  void markdownIsAlignedAndItsBarsAreEscaped() {
    TextTable table =
        new TextTable(List.of(TextTable.Heading.text("a"), TextTable.Heading.number("seconds")));
    table.add(List.of("x|y", "1.5"));
    assertEquals(
        """
        | a    | seconds |
        | ---- | ------: |
        | x\\|y |     1.5 |
        """,
        table.markdown());
  }
}
