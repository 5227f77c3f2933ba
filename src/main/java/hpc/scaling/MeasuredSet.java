package hpc.scaling;

import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One of two sets of results that are compared.
 *
 * @param name what the user calls it, the path of its files
 * @param rows how many
 * @param programs versions with their commits
 * @param processors names of processors
 * @param clusters names of clusters, or of hosts where there is none
 * @param last when the last row was measured; empty without rows
 */
public record MeasuredSet(
    String name,
    int rows,
    List<String> programs,
    List<String> processors,
    List<String> clusters,
    Optional<Instant> last) {

  /** What {@code runs} have in common. */
  static MeasuredSet of(String name, List<RunRecord> runs) {
    return new MeasuredSet(
        name,
        runs.size(),
        distinct(runs, RunMetadata::program),
        distinct(runs, RunMetadata::cpuModel),
        distinct(runs, RunMetadata::site),
        runs.stream().map(RunRecord::started).max(Instant::compareTo));
  }

  private static List<String> distinct(List<RunRecord> runs, Function<RunMetadata, String> word) {
    return runs.stream()
        .map(RunRecord::origin)
        .map(word)
        .filter(text -> !text.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }
}
