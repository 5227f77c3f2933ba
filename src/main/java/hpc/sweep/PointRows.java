package hpc.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hpc.bench.RunColumn;
import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of one point before the CSV of the sweep takes them. The file is changed first and
 * copied then: a sweep that was killed in between finds in both the same rows.
 *
 * <p>Bytes are kept as they are, hence the character set of one byte a character.
 */
record PointRows(Path file) {

  /** Enters what Slurm's accounting knew when the point had ended, if there is a column for it. */
  void enterAccountedPeak(long bytes) {
    List<String> lines = lines(file);
    int column = column(lines, RunColumn.ACCOUNTED_PEAK_BYTES);
    if (column >= 0) {
      List<String> filled = new ArrayList<>(lines.subList(0, 1));
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = cells(line);
        cells.set(column, Long.toString(bytes));
        filled.add(String.join(",", cells));
      }
      replace(filled);
    }
  }

  /**
   * Leaves only what tells of the failure itself: the rest of a run that came to no good end counts
   * nowhere.
   *
   * @return whether there is any such row
   */
  boolean keepFailed() {
    List<String> lines = lines(file);
    int column = column(lines, RunColumn.STATUS);
    if (column < 0) {
      return false;
    }
    List<String> failed = new ArrayList<>(lines.subList(0, 1));
    lines.stream()
        .skip(1)
        .filter(line -> cells(line).get(column).strip().equals("failed"))
        .forEach(failed::add);
    replace(failed);
    return failed.size() > 1;
  }

  private void replace(List<String> lines) {
    AtomicFile.replace(file, String.join("", lines).getBytes(ISO_8859_1));
  }

  /** The place of a column in every row; -1 if there are no rows or one has another width. */
  private static int column(List<String> lines, RunColumn column) {
    if (lines.size() < 2) {
      return -1;
    }
    List<String> header = cells(lines.getFirst());
    header.replaceAll(String::strip);
    return lines.stream().allMatch(line -> cells(line).size() == header.size())
        ? header.indexOf(column.title())
        : -1;
  }

  /** The cells of a row with their quotes, the last with the end of the line. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    boolean quoted = false;
    int begin = 0;
    for (int at = 0; at < line.length(); at++) {
      quoted ^= line.charAt(at) == '"';
      if (line.charAt(at) == ',' && !quoted) {
        cells.add(line.substring(begin, at));
        begin = at + 1;
      }
    }
    cells.add(line.substring(begin));
    return cells;
  }

  /** The whole lines of a file with their ends, none if it is missing. */
  static List<String> lines(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      List<String> lines = new ArrayList<>();
      int begin = 0;
      for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
        lines.add(text.substring(begin, end + 1));
        begin = end + 1;
      }
      return lines;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
