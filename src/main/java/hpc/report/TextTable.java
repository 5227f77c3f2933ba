package hpc.report;

import hpc.bench.Column.Kind;
import hpc.bench.TableColumn;
import hpc.exec.Markup;
import hpc.exec.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table of plain text for a terminal: text to the left, numbers to the right, two spaces between
 * columns. Widths count code points. Control characters in cells, which could come from a file,
 * become question marks.
 */
public final class TextTable {

  private static final String GAP = "  ";

  /** Rows in a page: a browser is slow with very many; the rest is counted. */
  static final int PAGE_ROWS = 250;

  private final List<Heading> headings;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(List<Heading> headings) {
    this.headings = List.copyOf(headings);
  }

  /** A table with a row for each of {@code rows}. */
  public static <R> TextTable of(List<TableColumn<R>> columns, Stream<R> rows) {
    TextTable table = new TextTable(columns.stream().map(Heading::of).toList());
    rows.forEach(row -> table.add(TableColumn.cells(columns, row)));
    return table;
  }

  /**
   * Adds a row.
   *
   * @param cells one per heading
   */
  public void add(List<String> cells) {
    if (cells.size() != headings.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + headings.size() + " columns");
    }
    rows.add(cells.stream().map(Printable::line).toList());
  }

  /** How many rows there are. */
  int size() {
    return rows.size();
  }

  /** Whether there is nothing but headings. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The heading and the rows, each ended by a newline, without blanks at line ends. */
  public String render() {
    List<String> titles = headings.stream().map(Heading::title).toList();
    int[] widths =
        IntStream.range(0, titles.size())
            .map(column ->
                Stream.concat(Stream.of(titles), rows.stream())
                    .mapToInt(row -> width(row.get(column)))
                    .max()
                    .orElse(0))
            .toArray();
    return Stream.concat(Stream.of(titles), rows.stream())
        .map(row -> line(row, widths))
        .collect(Collectors.joining());
  }

  /** The same as a table of GitHub's Markdown, aligned for those who read it as text. */
  String markdown() {
    List<List<String>> cells =
        Stream.concat(Stream.of(headings.stream().map(Heading::title).toList()), rows.stream())
            .map(row -> row.stream().map(Markdown::text).toList())
            .toList();
    int[] widths =
        IntStream.range(0, headings.size())
            .map(column -> cells.stream().mapToInt(row -> width(row.get(column))).max().orElse(0))
            // three dashes are the least that Markdown takes
            .map(width -> Math.max(3, width))
            .toArray();
    List<String> rule =
        IntStream.range(0, headings.size())
            .mapToObj(column -> headings.get(column).align.rule(widths[column]))
            .toList();
    return Stream.of(cells.subList(0, 1), List.of(rule), cells.subList(1, cells.size()))
        .flatMap(List::stream)
        .map(row ->
            IntStream.range(0, row.size())
                .mapToObj(column -> headings.get(column).align.pad(row.get(column), widths[column]))
                .collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }

  /**
   * The same as a table of a page, cut at {@link #PAGE_ROWS}, with class {@code number} where cells
   * lean to the right.
   */
  String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead>\n<tr>");
    headings.forEach(heading ->
        html.append("<th scope=\"col\"%s>".formatted(side(heading)))
            .append(Markup.text(heading.title()))
            .append("</th>"));
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (List<String> row : rows.subList(0, Math.min(PAGE_ROWS, rows.size()))) {
      html.append("<tr>");
      for (int column = 0; column < row.size(); column++) {
        html.append("<td%s>".formatted(side(headings.get(column))))
            .append(Markup.text(row.get(column)))
            .append("</td>");
      }
      html.append("</tr>\n");
    }
    if (rows.size() > PAGE_ROWS) {
      html.append(
          "<tr><td colspan=\"%s\">and %s more</td></tr>\n"
              .formatted(headings.size(), rows.size() - PAGE_ROWS));
    }
    return html.append("</tbody>\n</table>\n").toString();
  }

  private static String side(Heading heading) {
    return heading.align() == Align.RIGHT ? " class=\"number\"" : "";
  }

  private String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
            .mapToObj(column -> headings.get(column).align.pad(row.get(column), widths[column]))
            .collect(Collectors.joining(GAP))
            .stripTrailing()
        + "\n";
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /**
   * The head of a column.
   *
   * @param title what stands above it
   * @param align to which side its cells and its title lean
   */
  public record Heading(String title, Align align) {

    private static Heading of(TableColumn<?> column) {
      return column.kind() == Kind.TEXT ? text(column.title()) : number(column.title());
    }

    /** The head of a column of text. */
    public static Heading text(String title) {
      return new Heading(title, Align.LEFT);
    }

    /** The head of a column of numbers. */
    public static Heading number(String title) {
      return new Heading(title, Align.RIGHT);
    }
  }

  /** The side that a cell leans to. */
  public enum Align {
    LEFT,
    RIGHT;

    String rule(int width) {
      return this == LEFT ? "-".repeat(width) : "-".repeat(width - 1) + ":";
    }

    String pad(String cell, int width) {
      String blanks = " ".repeat(width - TextTable.width(cell));
      return this == LEFT ? cell + blanks : blanks + cell;
    }
  }
}
