package hpc.scaling;

import hpc.bench.RunRecord;
import java.util.List;

/**
 * What was read from any number of results files.
 *
 * @param runs the rows, in the order of the files
 * @param filesFound CSV files looked at
 * @param warnings one line for each file and row that was left out, and why
 */
public record Results(List<RunRecord> runs, int filesFound, List<String> warnings) {

  /** Copies the lists. */
  public Results {
    runs = List.copyOf(runs);
    warnings = List.copyOf(warnings);
  }
}
