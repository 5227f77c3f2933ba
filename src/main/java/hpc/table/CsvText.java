package hpc.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rows as the text of a CSV file (RFC 4180), and back. */
public final class CsvText {

  private CsvText() {}

  /**
   * The text of a file.
   *
   * @param header the titles of the columns
   * @param rows the cells of each row, which may hold any characters
   */
  public static String file(List<String> header, Stream<List<String>> rows) {
    StringWriter text = new StringWriter();
    // it goes nowhere that would have to be closed
    CsvWriter writer =
        CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.CRLF).build(text);
    Stream.concat(Stream.of(header), rows).forEach(writer::writeRecord);
    return text.toString();
  }

  /** The text of a row, with the end of its line. */
  public static String row(List<String> cells) {
    return file(cells, Stream.empty());
  }

  /**
   * The cells of a row.
   *
   * @param row the text of one, with or without the end of its line; quoted cells may hold line
   *     ends
   * @return empty if the quotes are not those of a CSV
   */
  public static Optional<List<String>> cells(String row) {
    if (hasOpenQuote(row)) {
      return Optional.empty(); // the library would take it for closed
    }
    try {
      return Optional.of(CsvReader.builder().ofSingleCsvRecord(row).getFields());
    } catch (CsvParseException e) {
      return Optional.empty();
    }
  }

  /** Whether a cell that {@code text} begins goes on behind it, or the other way round. */
  public static boolean hasOpenQuote(String text) {
    boolean open = false;
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      open = !open;
    }
    return open;
  }
}
