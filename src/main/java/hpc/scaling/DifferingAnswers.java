package hpc.scaling;

import static java.util.stream.Collectors.groupingBy;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Equal problems must have equal answers, whatever kernel, placement or machine gave them. */
final class DifferingAnswers {

  private record Question(String app, String algorithm, String problem) {

    static Question of(RunRecord run) {
      return new Question(
          run.problem().app(), run.problem().algorithm(), run.problem().canonical());
    }
  }

  private DifferingAnswers() {}

  /** One line for each question that was answered in several ways. */
  static List<String> warnings(List<RunRecord> runs) {
    Map<Question, Map<String, List<RunRecord>>> answers =
        runs.stream()
            .filter(RunRecord::usable)
            .collect(
                groupingBy(
                    Question::of,
                    LinkedHashMap::new,
                    groupingBy(
                        run -> run.outcome().answer(), LinkedHashMap::new, Collectors.toList())));
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
                .collect(Collectors.joining(", ", answer.getKey() + " (", ")")))
        .collect(Collectors.joining(" against "));
  }

  /** A placement in a warning. */
  static String name(Placement placement) {
    return "%s %s x %s".formatted(placement.kind(), placement.ranks(), placement.threads());
  }
}
