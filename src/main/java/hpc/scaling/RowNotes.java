package hpc.scaling;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.exec.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What people should know of rows when they judge figures, a line each. */
public final class RowNotes {

  /** Disturbances in a line; what follows is counted. */
  private static final int MOST_DISTURBANCES = 6;

  /** Values of a property in a line; what follows is counted. */
  private static final int MOST_VALUES = 4;

  private RowNotes() {}

  /** What makes times longer, or cores fewer; no row is left out for it. */
  public static List<String> of(List<RunRecord> runs) {
    return Stream.of(disturbances(runs), sharedCores(runs)).flatMap(Optional::stream).toList();
  }

  private static Optional<String> sharedCores(List<RunRecord> runs) {
    int[] shared =
        runs.stream()
            .mapToInt(run -> run.conditions().threadsPerCore().orElse(1))
            .filter(threads -> threads > 1)
            .sorted()
            .toArray();
    return shared.length == 0
        ? Optional.empty()
        : Optional.of(
            "%s of %s rows count hardware threads as cores, up to %s of a core"
                .formatted(shared.length, runs.size(), shared[shared.length - 1]));
  }

  /** Names what was seen on which node. */
  private static Optional<String> disturbances(List<RunRecord> runs) {
    Map<String, Integer> rowsByWord = new TreeMap<>();
    int disturbed = 0;
    for (RunRecord run : runs) {
      String words = run.conditions().disturbance();
      if (!words.isEmpty()) {
        disturbed++;
        List.of(words.split(" ", -1)).forEach(word -> rowsByWord.merge(word, 1, Integer::sum));
      }
    }
    if (disturbed == 0) {
      return Optional.empty();
    }
    List<String> named =
        rowsByWord.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(MOST_DISTURBANCES)
            .map(entry -> entry.getKey().replace("@", " on ") + " (" + entry.getValue() + ")")
            .toList();
    int more = rowsByWord.size() - named.size();
    return Optional.of(
        "%s of %s rows were measured on a disturbed node, and count: %s%s"
            .formatted(
                disturbed,
                runs.size(),
                String.join(", ", named),
                more == 0 ? "" : " and " + more + " more"));
  }

  /** Rows of a point that do not count, if there are any. */
  static Optional<String> leftOut(String point, int leftOut, int rows) {
    return leftOut == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %s of %s rows failed, gave a wrong answer, did not become steady or are parts of a run, left out"
                .formatted(point, leftOut, rows));
  }

  /** A problem in a placement. */
  static String point(Problem problem, Placement placement) {
    return "%s %s %s %s, %s"
        .formatted(
            problem.app(),
            problem.algorithm(),
            problem.kernel(),
            problem.canonical(),
            name(placement));
  }

  private static String name(Placement placement) {
    return "%s %s x %s".formatted(placement.kind(), placement.ranks(), placement.threads());
  }

  private record Question(String app, String algorithm, String problem) {

    static Question of(RunRecord run) {
      return new Question(
          run.problem().app(), run.problem().algorithm(), run.problem().canonical());
    }
  }

  /**
   * Equal problems must have equal answers, whatever kernel, placement or machine gave them: a line
   * for each question that was answered in several ways.
   */
  static List<String> differingAnswers(List<RunRecord> runs) {
    Map<Question, Map<String, List<RunRecord>>> answers =
        runs.stream()
            .filter(RunRecord::usable)
            .collect(
                groupingBy(
                    Question::of,
                    LinkedHashMap::new,
                    groupingBy(run -> run.outcome().answer(), LinkedHashMap::new, toList())));
    return answers.entrySet().stream()
        .filter(question -> question.getValue().size() > 1)
        .map(question ->
            "ANSWERS DIFFER: %s %s %s: %s"
                .formatted(
                    question.getKey().app,
                    question.getKey().algorithm,
                    question.getKey().problem,
                    list(question.getValue())))
        .toList();
  }

  private static String list(Map<String, List<RunRecord>> answers) {
    return answers.entrySet().stream()
        .map(answer ->
            answer.getValue().stream()
                .map(run -> name(run.placement()))
                .distinct()
                .collect(joining(", ", answer.getKey() + " (", ")")))
        .collect(joining(" against "));
  }

  /**
   * A line for each property that differs among the rows of a median. A median over rows of two
   * programs, JVMs or clusters is the time of none of them. Rows are not kept apart by these: a fix
   * that changes no time would make two tables of one.
   *
   * @param key what the rows of a median share
   */
  static List<String> mixedMedians(List<RunRecord> runs, Function<RunRecord, Object> key) {
    Collection<List<RunRecord>> medians =
        runs.stream()
            .filter(RunRecord::usable)
            .collect(groupingBy(key, LinkedHashMap::new, toList()))
            .values();
    return Stream.of(
            mixed("version", RunMetadata::program, medians),
            mixed("java", RunMetadata::java, medians),
            mixed("JVM flags", RunMetadata::chosenFlags, medians),
            mixed("cluster", RunMetadata::site, medians))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> mixed(
      String property, Function<RunMetadata, String> value, Collection<List<RunRecord>> medians) {
    List<Map<String, Long>> several =
        medians.stream()
            .map(rows -> counts(rows.stream(), value))
            .filter(values -> values.size() > 1)
            .toList();
    if (several.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> values = new LinkedHashMap<>();
    several.forEach(one -> one.forEach((text, rows) -> values.merge(text, rows, Long::sum)));
    String named =
        values.entrySet().stream()
            .limit(MOST_VALUES)
            .map(one ->
                "%s (%s rows)"
                    .formatted(one.getKey().isEmpty() ? "none" : one.getKey(), one.getValue()))
            .collect(joining(", "));
    return Optional.of(
        "%s of %s medians mix rows that differ in %s: %s%s"
            .formatted(
                several.size(),
                medians.size(),
                property,
                named,
                values.size() > MOST_VALUES
                    ? " and %s more".formatted(values.size() - MOST_VALUES)
                    : ""));
  }

  private static Map<String, Long> counts(
      Stream<RunRecord> rows, Function<RunMetadata, String> value) {
    return rows.map(run -> value.apply(run.origin()))
        .collect(groupingBy(Function.identity(), LinkedHashMap::new, counting()));
  }
}
