package hpc.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a CSV text (RFC 4180), one after the other.
 *
 * <p>A row that a killed writer left torn inside quotes would swallow its successors. So rows are
 * cut here, by lines and by counting quotes; one that turns out torn is given up after its first
 * line, and the lines after it get their chance.
 */
public final class CsvRows {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final BufferedReader reader;

  /** Lines that have been read, among them all from the first of the row on. */
  private final List<String> lines = new ArrayList<>();

  /** Where in {@code lines} the row begins. */
  private int begin;

  private int first;
  private int length;
  private List<String> cells = List.of();

  /**
   * The rows of a text, which is read as far as it is needed.
   *
   * @param reader where it begins; a byte order mark is passed over
   */
  public CsvRows(BufferedReader reader) {
    this.reader = reader;
  }

  /**
   * Goes to the next row that is not blank; false when there is none.
   *
   * @throws IOException if the text cannot be read
   */
  public boolean advance() throws IOException {
    pass(length);
    while (isThere(0) && lines.get(begin).isBlank()) {
      pass(1);
    }
    length = lengthOfRow();
    List<String> row = lines.subList(begin, begin + length);
    cells = length == 0 ? List.of() : CsvText.cells(String.join("\n", row)).orElse(List.of());
    return length > 0;
  }

  /** The number of the row's first line, from 1. */
  public int line() {
    return first + 1;
  }

  /** The cells of the row; none if its quotes are not those of a CSV. */
  public List<String> cells() {
    return cells;
  }

  /** Gives up the row: the next one starts with the line after its first. */
  public void skip() {
    length = 1;
  }

  private void pass(int count) {
    begin += count;
    first += count;
    if (begin > lines.size() / 2) {
      lines.subList(0, begin).clear();
      begin = 0;
    }
  }

  private int lengthOfRow() throws IOException {
    boolean insideQuotes = false;
    int line = 0;
    while (isThere(line)) {
      insideQuotes ^= CsvText.hasOpenQuote(lines.get(begin + line));
      line++;
      if (!insideQuotes) {
        return line;
      }
    }
    return line;
  }

  private boolean isThere(int index) throws IOException {
    if (begin + index < lines.size()) {
      return true;
    }
    String line = reader.readLine();
    if (line == null) {
      return false;
    }
    boolean marked = first + index == 0 && line.startsWith(BYTE_ORDER_MARK);
    lines.add(marked ? line.substring(1) : line);
    return true;
  }
}
