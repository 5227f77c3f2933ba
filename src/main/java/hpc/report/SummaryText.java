package hpc.report;

import hpc.exec.Problem;
import hpc.scaling.PlacementFigures;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Recommendation;
import hpc.scaling.Recommendation.Criteria;
import hpc.table.Numbers;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What figures say, in words. */
final class SummaryText {

  private SummaryText() {}

  /** What was solved, in one line. */
  static String name(Problem problem) {
    return program(problem) + " " + parameters(problem);
  }

  /** What was solved, and by what JVM where a sweep compares several, in one line. */
  static String name(ProblemScaling scaling) {
    return name(scaling.problem()) + variant(scaling.jvm());
  }

  /** On what it was solved. */
  static String machine(String cpuModel, String jvm) {
    return "on " + cpuModel + variant(jvm);
  }

  /** The JVM flags that a sweep compares, if there are any, to be appended. */
  static String variant(String jvm) {
    return jvm.isEmpty() ? "" : " with " + jvm;
  }

  /** Program, algorithm and kernel. */
  static String program(Problem problem) {
    return Stream.of(problem.app(), problem.algorithm(), problem.kernel())
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The parameters in one line, for people: doubles have six digits. */
  static String parameters(Problem problem) {
    return problem.parameters().entrySet().stream()
        .map(Map.Entry::toString)
        .map(Numbers::shortened)
        .collect(Collectors.joining(" "));
  }

  /**
   * How many cores to ask for, a sentence for each mode; the fastest where nothing is to choose.
   *
   * @param demands what recommendations go by
   */
  static List<String> summary(ProblemScaling scaling, Criteria demands) {
    long counts =
        scaling.placements().stream().map(one -> one.placement().cores()).distinct().count();
    return counts == 1 || scaling.curves().isEmpty()
        ? List.of(fastest(scaling))
        : scaling.curves().stream()
            .map(curve -> Recommendation.of(curve, demands).sentence())
            .map(advice -> name(scaling) + ", " + advice + ".")
            .toList();
  }

  /** Names one winner, or several whose intervals overlap. */
  static String level(List<String> names) {
    return names.size() == 1
        ? "is " + names.getFirst()
        : "are, level by their intervals, %s and %s"
            .formatted(String.join(", ", names.subList(0, names.size() - 1)), names.getLast());
  }

  /** The fastest placement of a problem and what it gains, or those that are level. */
  private static String fastest(ProblemScaling scaling) {
    PlacementFigures fastest =
        scaling.placements().stream()
            .min(Comparator.comparingDouble(PlacementFigures::wallMedian))
            .orElseThrow();
    List<String> level =
        scaling.placements().stream()
            .filter(one -> !one.equals(fastest) && one.isLevelWith(fastest))
            .map(one -> ModeStyle.name(one.placement()))
            .toList();
    int fewest = scaling.placements().getFirst().placement().cores();
    String gain =
        fastest.placement().cores() == fewest
            ? ""
            : ", %s times as fast as %s, with an efficiency of %s"
                .formatted(
                    Numbers.ratio(fastest.speedup()),
                    Numbers.count(fewest, "core"),
                    Numbers.percent(fastest.efficiency()));
    return "%s is solved fastest by %s, on %s: %s s%s%s."
        .formatted(
            name(scaling),
            ModeStyle.name(fastest.placement()),
            Numbers.count(fastest.placement().cores(), "core"),
            Numbers.digits(fastest.wallMedian()),
            gain,
            level.isEmpty()
                ? ""
                : "; level with it, as the intervals overlap: " + String.join(", ", level));
  }
}
