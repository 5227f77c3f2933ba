package hpc.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.OutputFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A kind of CSV that {@code --out} names and a command replaces as a whole.
 *
 * @param mark a column that no other kind has; the other columns may differ between versions
 */
public record CsvKind(String mark) {

  /** Whether a file with these columns is of this kind. */
  public boolean hasHeader(List<String> header) {
    return header.contains(mark);
  }

  /** A file of this kind. */
  public OutputFile output(Path file) {
    return new OutputFile("--out", file, "," + mark + ",");
  }

  /**
   * Writes {@code table} to {@code file}; who reads it meanwhile sees the old file or the new one.
   * Directories above it are made. A link stays, and the file that it leads to is replaced.
   *
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, a link to nothing, or of
   *     another kind
   */
  public void write(Path file, Table<?> table) {
    output(file).replace(table.csv().getBytes(UTF_8));
  }
}
