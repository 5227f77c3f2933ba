package hpc.sweep;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import hpc.bench.RunColumn;
import hpc.exec.AtomicFile;
import hpc.exec.FileError;
import hpc.table.CsvText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        List<String> cells = new ArrayList<>(cells(line));
        cells.set(column, Long.toString(bytes));
        filled.add(CsvText.row(cells));
      }
      replace(filled);
    }
  }

  /** Keeps only the rows of the failure itself: other rows of a run that failed do not count. */
  boolean keepFailed() {
    List<String> lines = lines(file);
    int column = column(lines, RunColumn.STATUS);
    if (column < 0) {
      return false;
    }
    List<String> failed = new ArrayList<>(lines.subList(0, 1));
    lines.stream()
        .skip(1)
        .filter(line -> cells(line).get(column).equals("failed"))
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
    return lines.stream().allMatch(line -> cells(line).size() == header.size())
        ? header.indexOf(column.title())
        : -1;
  }

  private static List<String> cells(String line) {
    return CsvText.cells(line).orElse(List.of());
  }

  /** The whole lines of a file with their ends, none if it is missing. */
  static List<String> lines(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), ISO_8859_1);
      return Stream.of(text.split("(?<=\n)", -1)).filter(line -> line.endsWith("\n")).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw FileError.of(file, e);
    }
  }
}
