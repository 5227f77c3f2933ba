package hpc.fieldio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hpc.diffusion.Grid;
import hpc.diffusion.ScalarField;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * A field as the heat-equation exercise of CSC (Finland) keeps it, such as its {@code bottle.dat}:
 * {@code # nx ny} in the first line, then a line for each of nx rows, of ny numbers with blanks
 * between. Blank lines at the end are passed over.
 */
final class TextMatrix {

  private static final Pattern HEADER =
      Pattern.compile("#[ \t]*([0-9]{1,18})[ \t]+([0-9]{1,18})[ \t]*");
  private static final Pattern WORD = Pattern.compile("[^ \t]+");
  private static final Pattern NUMBER = Pattern.compile("[-+0-9.eE]+");

  private final Path file;
  private final BufferedReader lines;
  private final List<double[]> rows = new ArrayList<>();
  private int line;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  private TextMatrix(Path file, BufferedReader lines) {
    this.file = file;
    this.lines = lines;
  }

  /**
   * The field; every process that reads it holds all of it.
   *
   * @throws IllegalArgumentException naming file, line and column
   */
  static ScalarField.Sampled read(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new CheckedInputStream(Files.newInputStream(file), checksum), ISO_8859_1))) {
      return new TextMatrix(file, lines).parse(checksum);
    }
  }

  private ScalarField.Sampled parse(CRC32C checksum) throws IOException {
    Matcher header = header();
    long nx = extent(header, 1);
    long ny = extent(header, 2);
    for (String text = next(); text != null; text = next()) {
      if (!text.isBlank() && rows.size() == nx) {
        throw refused(0, "row " + (nx + 1), nx + " rows, as line 1 says");
      }
      if (!text.isBlank()) {
        rows.add(row(text, ny));
      } else if (rows.size() < nx) {
        throw refused(0, "a blank line after " + rows.size() + " rows", nx + ", as line 1 says");
      }
    }
    if (rows.size() < nx) {
      throw refused(0, "the file ends after " + rows.size() + " rows", nx + ", as line 1 says");
    }
    return new ScalarField.Sampled(
        FieldFile.nameOf(file, checksum.getValue()), nx, ny, lowest, highest, this::copy);
  }

  private void copy(long row, long column, int count, double[] to, int offset) {
    System.arraycopy(rows.get((int) row), (int) column, to, offset, count);
  }

  private String next() throws IOException {
    line++;
    return lines.readLine();
  }

  private Matcher header() throws IOException {
    // looked at before a line is read: of a file that is no text it might be all
    lines.mark(1);
    int first = lines.read();
    lines.reset();
    line = 1;
    if (first < 0) {
      throw new IllegalArgumentException(file + ": empty; accepted: NPY or a text matrix");
    }
    String text = first == '#' ? lines.readLine() : "";
    Matcher matcher = HEADER.matcher(text);
    if (!matcher.matches()) {
      throw refused(0, "neither NPY nor a text matrix", "'# NX NY' in the first line of a matrix");
    }
    return matcher;
  }

  private long extent(Matcher header, int group) {
    long extent = Long.parseLong(header.group(group));
    if (extent < 1 || extent > Grid.LONGEST_AXIS) {
      throw refused(header.start(group), extent, "1 to " + Grid.LONGEST_AXIS + " rows and columns");
    }
    return extent;
  }

  /** The numbers of a line; there must be {@code count}. */
  private double[] row(String text, long count) {
    // the header may promise more than there is: rows grow with what is found
    double[] values = new double[(int) Math.min(count, text.length() / 2 + 1)];
    int found = 0;
    for (Matcher word = WORD.matcher(text); word.find(); found++) {
      if (found == count) {
        throw refused(word.start(), "ragged: number " + (count + 1) + " of a row", perRow(count));
      }
      values[found] = number(word.group(), word.start());
      lowest = Math.min(lowest, values[found]);
      highest = Math.max(highest, values[found]);
    }
    if (found < count) {
      throw refused(text.length(), "ragged: the row ends after " + found, perRow(count));
    }
    return values;
  }

  private static String perRow(long count) {
    return count + " numbers in every row, as line 1 says";
  }

  private double number(String word, int at) {
    try {
      double value = NUMBER.matcher(word).matches() ? Double.parseDouble(word) : Double.NaN;
      if (Math.abs(value) <= ScalarField.LARGEST_VALUE) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below, like any other text
    }
    throw refused(at, FieldFile.shown(word), "a number from -1e280 to 1e280");
  }

  /** Refuses what stands in the present line from its character {@code at} on. */
  private IllegalArgumentException refused(int at, Object what, String accepted) {
    return new IllegalArgumentException(
        "%s:%s:%s: %s; accepted: %s".formatted(file, line, at + 1, what, accepted));
  }
}
