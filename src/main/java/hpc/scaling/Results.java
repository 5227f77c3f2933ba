package hpc.scaling;

import hpc.bench.RunRecord;
import java.nio.file.Path;
import java.util.List;

/**
 * What was read from any number of results files.
 *
 * @param runs the rows, in the order of the files
 * @param files the CSV files looked at, in the order in which they were read
 * @param warnings one line for each file and row that was left out, and why
 */
public record Results(List<RunRecord> runs, List<InputFile> files, List<String> warnings) {

  /** Copies the lists. */
  public Results {
    runs = List.copyOf(runs);
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /** How many CSV files were looked at. */
  public int filesFound() {
    return files.size();
  }

  /** The CSV files looked at. */
  public List<Path> paths() {
    return files.stream().map(InputFile::path).toList();
  }

  /**
   * A file that was looked at.
   *
   * @param path as it was reached
   * @param rows how many of {@code runs} came from it first
   * @param skipped rows that could not be read
   */
  public record InputFile(Path path, int rows, int skipped) {}
}
