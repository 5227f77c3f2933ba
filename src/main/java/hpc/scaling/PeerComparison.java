package hpc.scaling;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.exec.Problem;
import hpc.external.ExternalWorkload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One problem on one kind of processor, solved by programs of ours and of others.
 *
 * <p>Speedups stay within a program. What is compared here is time on equally many cores.
 *
 * @param problem what was solved, by whatever algorithm
 * @param cpuModel on which processor
 * @param entries by cores, the fastest first
 */
public record PeerComparison(Problem problem, String cpuModel, List<Entry> entries) {

  private static final Comparator<Entry> ORDER =
      comparingInt((Entry entry) -> entry.figures().placement().cores())
          .thenComparingDouble(entry -> entry.figures().wallMedian());

  /** Copies the list. */
  public PeerComparison {
    entries = List.copyOf(entries);
  }

  /**
   * A program in a placement.
   *
   * @param problem with the algorithm and kernel, which name the program
   * @param figures what was measured
   * @param ratio its median wall time over that of the fastest of ours on as many cores, or of the
   *     first program where none of ours was measured; empty if there is none on as many
   * @param ratioInterval its interval; empty if one of the two has fewer than five runs, or is the
   *     other
   */
  public record Entry(
      Problem problem,
      PlacementFigures figures,
      OptionalDouble ratio,
      Optional<Interval> ratioInterval) {

    /** Whether it is a program of others. */
    public boolean isPeer() {
      return ExternalWorkload.isExternal(problem);
    }

    /** Whether its time is that of a whole process, and so not quite comparable. */
    public boolean timesProcess() {
      return ExternalWorkload.timesProcess(problem);
    }
  }

  /**
   * The problems that a program of others has solved, alone or beside ours, without those of a
   * ladder, which shows them in its own order.
   */
  public static List<PeerComparison> of(Aggregation aggregation) {
    record Question(String app, String problem, String cpuModel) {}

    MedianBootstrap bootstrap = new MedianBootstrap();
    return aggregation.problems().stream()
        .collect(
            groupingBy(
                scaling ->
                    new Question(
                        scaling.problem().app(), scaling.problem().canonical(), scaling.cpuModel()),
                LinkedHashMap::new,
                toList()))
        .values()
        .stream()
        .filter(group -> group.stream().anyMatch(one -> ExternalWorkload.isExternal(one.problem())))
        .filter(
            group -> aggregation.ladders().stream().noneMatch(one -> one.isOf(group.getFirst())))
        .map(group -> compare(group, bootstrap))
        .sorted(
            Comparator.comparing((PeerComparison one) -> one.problem().app())
                .thenComparingLong(one -> one.problem().size())
                .thenComparing(one -> one.problem().canonical())
                .thenComparing(PeerComparison::cpuModel))
        .toList();
  }

  private static PeerComparison compare(List<ProblemScaling> group, MedianBootstrap bootstrap) {
    List<ProblemScaling> ours =
        group.stream().filter(one -> !ExternalWorkload.isExternal(one.problem())).toList();
    List<ProblemScaling> measures = ours.isEmpty() ? group.subList(0, 1) : ours;
    List<Entry> entries = new ArrayList<>();
    for (ProblemScaling program : group) {
      for (PlacementFigures figures : program.placements()) {
        Optional<PlacementFigures> measure = fastest(measures, figures.placement().cores());
        entries.add(entry(program.problem(), figures, measure, bootstrap));
      }
    }
    entries.sort(ORDER);
    return new PeerComparison(
        measures.getFirst().problem(), measures.getFirst().cpuModel(), entries);
  }

  private static Optional<PlacementFigures> fastest(List<ProblemScaling> programs, int cores) {
    return programs.stream()
        .flatMap(program -> program.placements().stream())
        .filter(figures -> figures.placement().cores() == cores)
        .min(comparingDouble(PlacementFigures::wallMedian));
  }

  private static Entry entry(
      Problem problem,
      PlacementFigures figures,
      Optional<PlacementFigures> measure,
      MedianBootstrap bootstrap) {
    if (measure.isEmpty()) {
      return new Entry(problem, figures, OptionalDouble.empty(), Optional.empty());
    }
    PlacementFigures other = measure.get();
    return new Entry(
        problem,
        figures,
        OptionalDouble.of(figures.wallMedian() / other.wallMedian()),
        other.equals(figures) ? Optional.empty() : bootstrap.ratio(figures.walls(), other.walls()));
  }
}
