package hpc.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The rows of a CSV text (RFC 4180), one after the other.
 *
 * <p>A row that a killed writer left torn inside quotes would swallow its successors. So rows are
 * cut here, by lines and by counting quotes; one that turns out torn is given up after its first
 * line, and the lines after it get their chance.
 */
public final class CsvRows {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final BufferedReader reader;

  /** Lines that have been read and come again. */
  private final Deque<String> again = new ArrayDeque<>();

  private List<String> row = List.of();
  private List<String> cells = List.of();
  private int line = 1;

  /**
   * The rows of a text, which is read as far as it is needed.
   *
   * @param reader where it begins, which can be marked; a byte order mark is passed over
   * @throws IOException if the text cannot be read
   */
  public CsvRows(BufferedReader reader) throws IOException {
    this.reader = reader;
    reader.mark(1);
    if (reader.read() != BYTE_ORDER_MARK) {
      reader.reset();
    }
  }

  /**
   * Goes to the next row that is not blank; false when there is none.
   *
   * @throws IOException if the text cannot be read
   */
  public boolean advance() throws IOException {
    line += row.size();
    row = new ArrayList<>();
    String next = next();
    while (next != null && next.isBlank()) {
      line++;
      next = next();
    }
    boolean insideQuotes = false;
    while (next != null) {
      row.add(next);
      insideQuotes ^= CsvText.hasOpenQuote(next);
      next = insideQuotes ? next() : null;
    }
    cells = row.isEmpty() ? List.of() : CsvText.cells(String.join("\n", row)).orElse(List.of());
    return !row.isEmpty();
  }

  /** The number of the row's first line, from 1. */
  public int line() {
    return line;
  }

  /** The cells of the row; none if its quotes are not those of a CSV. */
  public List<String> cells() {
    return cells;
  }

  /** Gives up the row: the next one starts with the line after its first. */
  public void skip() {
    row.subList(1, row.size()).reversed().forEach(again::addFirst);
    row = row.subList(0, 1);
  }

  private String next() throws IOException {
    return again.isEmpty() ? reader.readLine() : again.removeFirst();
  }
}
