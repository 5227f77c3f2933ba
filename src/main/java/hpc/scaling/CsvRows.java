package hpc.scaling;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a CSV text (RFC 4180), one after the other.
 *
 * <p>A row that a killed writer left torn inside quotes would swallow its successors. So rows are
 * cut here, by lines and by counting quotes; one that turns out torn is given up after its first
 * line, and the lines after it get their chance.
 */
final class CsvRows {

  private static final CSVFormat FORMAT = CSVFormat.RFC4180;

  private final List<String> lines;
  private int first;
  private int end;
  private List<String> cells = List.of();

  CsvRows(String text) {
    this.lines = text.lines().toList();
  }

  /** Goes to the next row that is not blank; false when there is none. */
  boolean advance() {
    first = end;
    while (first < lines.size() && lines.get(first).isBlank()) {
      first++;
    }
    end = endOfRow();
    cells = parse(String.join("\n", lines.subList(first, end)));
    return first < lines.size();
  }

  /** The number of the row's first line, from 1. */
  int line() {
    return first + 1;
  }

  /** The cells of the row; none if its quotes are not those of a CSV. */
  List<String> cells() {
    return cells;
  }

  /** Gives up the row: the next one starts with the line after its first. */
  void skip() {
    end = first + 1;
  }

  private int endOfRow() {
    boolean insideQuotes = false;
    for (int line = first; line < lines.size(); line++) {
      insideQuotes ^= lines.get(line).chars().filter(c -> c == '"').count() % 2 == 1;
      if (!insideQuotes) {
        return line + 1;
      }
    }
    return lines.size();
  }

  private static List<String> parse(String row) {
    if (row.indexOf('"') < 0) {
      // what nearly all rows are; a parser for each would take most of the time of reading
      return List.of(row.split(",", -1));
    }
    try (CSVParser parser = FORMAT.parse(new StringReader(row))) {
      return parser.stream().flatMap(CSVRecord::stream).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
