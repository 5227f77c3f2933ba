package hpc.scaling;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A median over rows of two programs, JVMs or clusters is the time of none of them. Rows are not
 * kept apart by these: a fix that changes no time would make two tables of one. So it is said.
 */
final class MixedMetadata {

  /** Values in a line; what follows is counted. */
  private static final int NAMED = 4;

  private MixedMetadata() {}

  /**
   * One line for each property that differs among the rows of a median.
   *
   * @param key what the rows of a median share
   */
  static List<String> warnings(List<RunRecord> runs, Function<RunRecord, Object> key) {
    Collection<List<RunRecord>> medians =
        runs.stream()
            .filter(RunRecord::usable)
            .collect(groupingBy(key, LinkedHashMap::new, toList()))
            .values();
    return Stream.of(
            warning("version", RunMetadata::program, medians),
            warning("java", RunMetadata::java, medians),
            warning("JVM flags", RunMetadata::chosenFlags, medians),
            warning("cluster", RunMetadata::site, medians))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> warning(
      String property, Function<RunMetadata, String> value, Collection<List<RunRecord>> medians) {
    List<Map<String, Long>> mixed =
        medians.stream()
            .map(rows -> counts(rows.stream(), value))
            .filter(values -> values.size() > 1)
            .toList();
    if (mixed.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> values = new LinkedHashMap<>();
    mixed.forEach(one -> one.forEach((text, rows) -> values.merge(text, rows, Long::sum)));
    String named =
        values.entrySet().stream()
            .limit(NAMED)
            .map(one ->
                "%s (%s rows)"
                    .formatted(one.getKey().isEmpty() ? "none" : one.getKey(), one.getValue()))
            .collect(joining(", "));
    return Optional.of(
        "%s of %s medians mix rows that differ in %s: %s%s"
            .formatted(
                mixed.size(),
                medians.size(),
                property,
                named,
                values.size() > NAMED ? " and %s more".formatted(values.size() - NAMED) : ""));
  }

  private static Map<String, Long> counts(
      Stream<RunRecord> rows, Function<RunMetadata, String> value) {
    return rows.map(run -> value.apply(run.origin()))
        .collect(groupingBy(Function.identity(), LinkedHashMap::new, counting()));
  }
}
