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

  static final Comparator<Problem> BY_PROBLEM =
      comparing(Problem::app)
          .thenComparing(Problem::algorithm)
          .thenComparing(Problem::kernel)
          .thenComparingLong(Problem::size)
          .thenComparing(Problem::canonical);

  static final Comparator<Placement> BY_CORES =
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
            .sorted(
                comparing(ProblemScaling::problem, BY_PROBLEM)
                    .thenComparing(ProblemScaling::cpuModel)
                    .thenComparing(ProblemScaling::jvm))
            .toList();
    warnings.addAll(RowNotes.differingAnswers(runs));
    warnings.addAll(RowNotes.mixedMedians(runs, run -> List.of(Kind.of(run), run.placement())));
    return new Aggregation(
        problems,
        WeakScaling.sets(problems, bootstrap),
        Ladder.of(runs, rungs, bootstrap),
        warnings);
  }

  private static ProblemScaling scaling(
      Kind key, List<RunRecord> runs, MedianBootstrap bootstrap, List<String> warnings) {
    List<PlacementSample> samples =
        runs.stream().collect(groupingBy(RunRecord::placement)).entrySet().stream()
            .map(group -> new PlacementSample(group.getKey(), group.getValue()))
            .sorted(comparing(PlacementSample::placement, BY_CORES))
            .toList();
    for (PlacementSample sample : samples) {
      RowNotes.leftOut(
              RowNotes.point(key.problem, sample.placement()), sample.leftOut(), sample.runs())
          .ifPresent(warnings::add);
    }
    List<PlacementSample> usable = samples.stream().filter(sample -> sample.isUsable()).toList();
    Optional<PlacementSample> baseline = baseline(usable);
    List<PlacementFigures> placements =
        usable.stream().map(sample -> sample.against(baseline.orElseThrow(), bootstrap)).toList();
    return new ProblemScaling(
        key.problem, key.cpuModel, key.jvm, placements, ScalingCurve.strong(placements));
  }

  private static Optional<PlacementSample> baseline(List<PlacementSample> samples) {
    return samples.stream()
        .min(
            comparing(PlacementSample::placement, comparingInt(Placement::cores))
                .thenComparing(sample -> sample.placement().mode() != Mode.SERIAL)
                .thenComparingDouble(PlacementSample::wallMedian));
  }

  /** What rows must share to be compared. */
  private record Kind(Problem problem, String cpuModel, String jvm) {

    static Kind of(RunRecord run) {
      return new Kind(run.problem(), run.origin().cpuModel(), run.origin().jvmVariant());
    }
  }
}
