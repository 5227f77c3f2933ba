package hpc.scaling;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.exec.Mode;
import hpc.exec.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Speedup and efficiency from the rows of any number of runs.
 *
 * <p>Rows are comparable when problem, algorithm, kernel and processor are the same. The baseline
 * is the placement with fewest cores; of several such the serial one, else the fastest.
 *
 * @param problems by app, algorithm, kernel and size
 * @param weak what of it is weak scaling too
 * @param warnings one line for each placement with rows left out and each problem whose answers
 *     differ
 */
public record Aggregation(
    List<ProblemScaling> problems, List<WeakScaling> weak, List<String> warnings) {

  private static final Comparator<ProblemScaling> BY_PROBLEM =
      comparing(ProblemScaling::problem, comparing(Problem::app))
          .thenComparing(scaling -> scaling.problem().algorithm())
          .thenComparing(scaling -> scaling.problem().kernel())
          .thenComparingLong(scaling -> scaling.problem().size())
          .thenComparing(scaling -> scaling.problem().canonical())
          .thenComparing(ProblemScaling::cpuModel);

  private static final Comparator<Placement> BY_CORES =
      comparingInt(Placement::cores)
          .thenComparing(Placement::mode)
          .thenComparingInt(Placement::nodes)
          .thenComparingInt(Placement::ranks);

  /** Copies the lists. */
  public Aggregation {
    problems = List.copyOf(problems);
    weak = List.copyOf(weak);
    warnings = List.copyOf(warnings);
  }

  /** Aggregates {@code runs}, in any order. */
  public static Aggregation of(List<RunRecord> runs) {
    List<String> warnings = new ArrayList<>();
    List<ProblemScaling> problems =
        runs.stream()
            .collect(groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(group -> scaling(group.getKey(), group.getValue(), warnings))
            .filter(scaling -> !scaling.placements().isEmpty())
            .sorted(BY_PROBLEM)
            .toList();
    warnOfDifferingAnswers(runs, warnings);
    return new Aggregation(problems, List.of(), warnings);
  }

  private static ProblemScaling scaling(Kind key, List<RunRecord> runs, List<String> warnings) {
    List<Sample> samples =
        runs.stream().collect(groupingBy(RunRecord::placement)).entrySet().stream()
            .map(group -> new Sample(group.getKey(), group.getValue()))
            .sorted(comparing(Sample::placement, BY_CORES))
            .toList();
    for (Sample sample : samples) {
      if (sample.leftOut() > 0) {
        warnings.add(
            "%s, %s: %d of %d rows failed, gave a wrong answer or are parts of a run, left out"
                .formatted(
                    name(key.problem),
                    name(sample.placement),
                    sample.leftOut(),
                    sample.runs.size()));
      }
    }
    List<Sample> usable = samples.stream().filter(sample -> !sample.usable.isEmpty()).toList();
    Optional<Sample> baseline = baseline(usable);
    return new ProblemScaling(
        key.problem,
        key.cpuModel,
        usable.stream().map(sample -> sample.against(baseline.orElseThrow())).toList(),
        List.of());
  }

  private static Optional<Sample> baseline(List<Sample> samples) {
    return samples.stream()
        .min(
            comparing(Sample::placement, comparingInt(Placement::cores))
                .thenComparing(sample -> sample.placement.mode() != Mode.SERIAL)
                .thenComparingDouble(Sample::wallMedian));
  }

  /** Equal problems must have equal answers, whatever kernel, placement or machine gave them. */
  private static void warnOfDifferingAnswers(List<RunRecord> runs, List<String> warnings) {
    record Question(String app, String algorithm, String problem) {}

    Map<Question, Map<String, List<RunRecord>>> answers =
        runs.stream()
            .filter(RunRecord::usable)
            .collect(
                groupingBy(
                    run ->
                        new Question(
                            run.problem().app(),
                            run.problem().algorithm(),
                            run.problem().canonical()),
                    LinkedHashMap::new,
                    groupingBy(
                        run -> run.outcome().answer(), LinkedHashMap::new, Collectors.toList())));
    answers.forEach((question, groups) -> {
      if (groups.size() > 1) {
        warnings.add(
            "ANSWERS DIFFER: %s %s %s: %s"
                .formatted(question.app, question.algorithm, question.problem, list(groups)));
      }
    });
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

  private static String name(Problem problem) {
    return Stream.of(problem.app(), problem.algorithm(), problem.kernel(), problem.canonical())
        .collect(Collectors.joining(" "));
  }

  private static String name(Placement placement) {
    return "%s %d x %d".formatted(placement.mode().word(), placement.ranks(), placement.threads());
  }

  /** What rows must share to be compared. */
  private record Kind(Problem problem, String cpuModel) {

    static Kind of(RunRecord run) {
      return new Kind(run.problem(), run.origin().cpuModel());
    }
  }

  /** The rows of one placement. */
  private static final class Sample {

    private final Placement placement;
    private final List<RunRecord> runs;
    private final List<RunRecord> usable;

    Sample(Placement placement, List<RunRecord> runs) {
      this.placement = placement;
      this.runs = runs;
      this.usable = runs.stream().filter(RunRecord::usable).toList();
    }

    Placement placement() {
      return placement;
    }

    int leftOut() {
      return runs.size() - usable.size();
    }

    double wallMedian() {
      return median(run -> run.times().wall()).orElseThrow();
    }

    PlacementFigures against(Sample baseline) {
      double[] walls =
          usable.stream().mapToDouble(run -> run.times().wall().getAsDouble()).toArray();
      double speedup = baseline.wallMedian() / wallMedian();
      return new PlacementFigures(
          placement,
          usable.size(),
          leftOut(),
          wallMedian(),
          Optional.empty(),
          StatUtils.min(walls),
          StatUtils.max(walls),
          median(run -> run.times().compute()),
          median(run -> run.times().communication()),
          median(run -> run.times().waiting()),
          median(run -> run.times().io()),
          median(run -> run.times().gc()),
          median(run -> run.times().jit()),
          median(RunRecord::rate),
          max(run -> run.memory().rssPeak()),
          max(run -> run.memory().rssTotal()),
          speedup,
          Optional.empty(),
          speedup * baseline.placement.cores() / placement.cores(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty());
    }

    private OptionalDouble median(Function<RunRecord, OptionalDouble> figure) {
      double[] known =
          usable.stream()
              .map(figure)
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .toArray();
      return known.length == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(StatUtils.percentile(known, 50));
    }

    private OptionalLong max(Function<RunRecord, OptionalLong> size) {
      return usable.stream()
          .map(size)
          .filter(OptionalLong::isPresent)
          .mapToLong(OptionalLong::getAsLong)
          .max();
    }
  }
}
