package hpc.report;

import hpc.table.Column;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table of plain text whose rows are added cell by cell. */
public final class TextTable {

  private final List<Heading> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(List<Heading> headings) {
    this.headings = List.copyOf(headings);
  }

  /** Adds a row of one cell per heading. */
  public void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** The heading and the rows. */
  public String render() {
    List<Column<List<String>>> columns =
        IntStream.range(0, headings.size())
            .mapToObj(index ->
                new Column<List<String>>(
                    headings.get(index).title(), headings.get(index).kind(), row -> row.get(index)))
            .toList();
    return new Table<>(columns, rows).text();
  }

  /** The head of a column. */
  public record Heading(String title, Column.Kind kind) {

    /** The head of a column of text. */
    public static Heading text(String title) {
      return new Heading(title, Column.Kind.TEXT);
    }

    /** The head of a column of numbers. */
    public static Heading number(String title) {
      return new Heading(title, Column.Kind.NUMBER);
    }
  }
}
