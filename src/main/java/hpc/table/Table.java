package hpc.table;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import hpc.exec.Markup;
import hpc.exec.Printable;
import hpc.table.Column.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows under columns, as any reader wants them: CSV and JSON for programs; text, Markdown and HTML
 * for people.
 *
 * @param columns from left to right
 * @param rows from top to bottom
 */
public record Table<R>(List<Column<R>> columns, List<R> rows) {

  /** Rows in a page: a browser is slow with very many; the rest is counted. */
  public static final int PAGE_ROWS = 250;

  private static final String GAP = "  ";

  /** Markdown takes no rule of fewer dashes. */
  private static final int LEAST_RULE = 3;

  private static final JsonFactory JSON = new JsonFactoryBuilder().rootValueSeparator("\n").build();

  /** A number as RFC 8259 has it: whatever else a cell holds can only be a string. */
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  /** A terminal obeys some of what lies above. */
  private static final int LAST_PRINTABLE = '~';

  /** Copies the lists. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Whether there is nothing but headings. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The titles of {@code columns}. */
  public static List<String> header(List<? extends Column<?>> columns) {
    return columns.stream().map(Column::title).toList();
  }

  /** The text of a CSV file (RFC 4180). */
  public String csv() {
    return CsvText.file(header(columns), rows.stream().map(this::cells));
  }

  /** An object per row, each on a line, with the titles as keys; what is not known is null. */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.setHighestNonEscapedChar(LAST_PRINTABLE);
      for (R row : rows) {
        json.writeStartObject();
        for (Column<R> column : columns) {
          json.writeFieldName(column.title());
          write(json, column.kind(), column.cell(row));
        }
        json.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot be written", e);
    }
    return rows.isEmpty() ? "" : text + "\n";
  }

  private static void write(JsonGenerator json, Kind kind, String cell) throws IOException {
    if (cell.isEmpty()) {
      json.writeNull();
    } else if (kind == Kind.NUMBER && NUMBER.matcher(cell).matches()) {
      json.writeNumber(cell); // digit for digit what the CSV says
    } else {
      json.writeString(cell);
    }
  }

  /**
   * Plain text for a terminal: two spaces between columns, none at line ends. Widths count code
   * points. Control characters in cells, which could come from a file, become question marks.
   */
  public String text() {
    List<List<String>> lines = lines(Printable::line);
    int[] widths = widths(lines, 0);
    return lines.stream()
        .map(line -> padded(line, widths).collect(joining(GAP)).stripTrailing() + "\n")
        .collect(joining());
  }

  /** A table of GitHub's Markdown, aligned for those who read it as text. */
  public String markdown() {
    List<List<String>> lines = lines(Markdown::text);
    int[] widths = widths(lines, LEAST_RULE);
    lines.add(
        1,
        IntStream.range(0, columns.size())
            .mapToObj(column ->
                columns.get(column).kind() == Kind.TEXT
                    ? "-".repeat(widths[column])
                    : "-".repeat(widths[column] - 1) + ":")
            .toList());
    return lines.stream()
        .map(line -> padded(line, widths).collect(joining(" | ", "| ", " |\n")))
        .collect(joining());
  }

  /** A table of a page, cut at {@link #PAGE_ROWS}, with class {@code number} where it is one. */
  public String html() {
    StringBuilder html = new StringBuilder("<table>\n<thead>\n<tr>");
    for (Column<R> column : columns) {
      html.append(
          "<th scope=\"col\"%s>%s</th>".formatted(style(column), Markup.text(column.title())));
    }
    html.append("</tr>\n</thead>\n<tbody>\n");
    for (R row : rows.subList(0, Math.min(PAGE_ROWS, rows.size()))) {
      html.append("<tr>");
      for (Column<R> column : columns) {
        String cell = Markup.text(Printable.line(column.cell(row)));
        html.append("<td%s>%s</td>".formatted(style(column), cell));
      }
      html.append("</tr>\n");
    }
    if (rows.size() > PAGE_ROWS) {
      html.append(
          "<tr><td colspan=\"%s\">and %s more</td></tr>\n"
              .formatted(columns.size(), rows.size() - PAGE_ROWS));
    }
    return html.append("</tbody>\n</table>\n").toString();
  }

  private static String style(Column<?> column) {
    return column.kind() == Kind.NUMBER ? " class=\"number\"" : "";
  }

  private List<String> cells(R row) {
    return columns.stream().map(column -> column.cell(row)).toList();
  }

  /** The header and the rows. */
  private List<List<String>> lines(UnaryOperator<String> escaped) {
    List<List<String>> lines = new ArrayList<>();
    Stream.concat(Stream.of(header(columns)), rows.stream().map(this::cells))
        .forEach(line -> lines.add(line.stream().map(escaped).toList()));
    return lines;
  }

  private int[] widths(List<List<String>> lines, int least) {
    return IntStream.range(0, columns.size())
        .map(column -> lines.stream().mapToInt(line -> width(line.get(column))).max().orElse(0))
        .map(width -> Math.max(least, width))
        .toArray();
  }

  private Stream<String> padded(List<String> line, int[] widths) {
    return IntStream.range(0, line.size())
        .mapToObj(column -> columns.get(column).padded(line.get(column), widths[column]));
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
