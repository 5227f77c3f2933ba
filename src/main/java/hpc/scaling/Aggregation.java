package hpc.scaling;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.exec.Mode;
import hpc.exec.Problem;
import hpc.sweep.LadderStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Speedup and efficiency from the rows of any number of runs.
 *
 * <p>Rows are comparable when problem, algorithm, kernel and processor are the same, and the flags
 * of the JVM that a sweep compares. The baseline is the placement with fewest cores; of several
 * such the serial one, else the fastest.
 *
 * @param problems by app, algorithm, kernel and size
 * @param weak what of it is weak scaling too
 * @param ladders what of it are rungs of ladders
 * @param warnings one line for each placement with rows left out, each problem whose answers
 *     differ, and each property of machine or program that differs within a median
 */
public record Aggregation(
    List<ProblemScaling> problems,
    List<WeakScaling> weak,
    List<Ladder> ladders,
    List<String> warnings) {

  private static final Comparator<ProblemScaling> BY_PROBLEM =
      comparing(ProblemScaling::problem, comparing(Problem::app))
          .thenComparing(scaling -> scaling.problem().algorithm())
          .thenComparing(scaling -> scaling.problem().kernel())
          .thenComparingLong(scaling -> scaling.problem().size())
          .thenComparing(scaling -> scaling.problem().canonical())
          .thenComparing(ProblemScaling::cpuModel)
          .thenComparing(ProblemScaling::jvm);

  private static final Comparator<Placement> BY_CORES =
      comparingInt(Placement::cores)
          .thenComparing(Placement::mode)
          .thenComparingInt(Placement::nodes)
          .thenComparingInt(Placement::ranks)
          .thenComparing(Placement::transport);

  /** Copies the lists. */
  public Aggregation {
    problems = List.copyOf(problems);
    weak = List.copyOf(weak);
    ladders = List.copyOf(ladders);
    warnings = List.copyOf(warnings);
  }

  /** Aggregates {@code runs}, in any order. */
  public static Aggregation of(List<RunRecord> runs) {
    return of(runs, List.of());
  }

  /**
   * Aggregates {@code runs}, in any order.
   *
   * @param rungs those of the ladders that the runs belong to, in their order
   */
  public static Aggregation of(List<RunRecord> runs, List<LadderStep> rungs) {
    List<String> warnings = new ArrayList<>();
    MedianBootstrap bootstrap = new MedianBootstrap();
    List<ProblemScaling> problems =
        runs.stream()
            .collect(groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(group -> scaling(group.getKey(), group.getValue(), bootstrap, warnings))
            .filter(scaling -> !scaling.placements().isEmpty())
            .sorted(BY_PROBLEM)
            .toList();
    warnings.addAll(DifferingAnswers.warnings(runs));
    warnings.addAll(MixedMetadata.warnings(runs, run -> List.of(Kind.of(run), run.placement())));
    return new Aggregation(
        problems, WeakSets.of(problems, bootstrap), Ladder.of(runs, rungs, bootstrap), warnings);
  }

  private static ProblemScaling scaling(
      Kind key, List<RunRecord> runs, MedianBootstrap bootstrap, List<String> warnings) {
    List<PlacementSample> samples =
        runs.stream().collect(groupingBy(RunRecord::placement)).entrySet().stream()
            .map(group -> new PlacementSample(group.getKey(), group.getValue()))
            .sorted(comparing(PlacementSample::placement, BY_CORES))
            .toList();
    for (PlacementSample sample : samples) {
      if (sample.leftOut() > 0) {
        warnings.add(
            "%s, %s: %s of %s rows failed, gave a wrong answer, did not become steady or are parts of a run, left out"
                .formatted(
                    name(key.problem),
                    DifferingAnswers.name(sample.placement()),
                    sample.leftOut(),
                    sample.runs()));
      }
    }
    List<PlacementSample> usable = samples.stream().filter(sample -> sample.isUsable()).toList();
    Optional<PlacementSample> baseline = baseline(usable);
    List<PlacementFigures> placements =
        usable.stream().map(sample -> sample.against(baseline.orElseThrow(), bootstrap)).toList();
    return new ProblemScaling(
        key.problem, key.cpuModel, key.jvm, placements, StrongCurves.of(placements));
  }

  private static Optional<PlacementSample> baseline(List<PlacementSample> samples) {
    return samples.stream()
        .min(
            comparing(PlacementSample::placement, comparingInt(Placement::cores))
                .thenComparing(sample -> sample.placement().mode() != Mode.SERIAL)
                .thenComparingDouble(PlacementSample::wallMedian));
  }

  private static String name(Problem problem) {
    return Stream.of(problem.app(), problem.algorithm(), problem.kernel(), problem.canonical())
        .collect(Collectors.joining(" "));
  }

  /** What rows must share to be compared. */
  private record Kind(Problem problem, String cpuModel, String jvm) {

    static Kind of(RunRecord run) {
      return new Kind(run.problem(), run.origin().cpuModel(), run.origin().jvmVariant());
    }
  }
}
