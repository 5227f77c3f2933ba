package hpc.scaling;

import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Problem;
import hpc.sweep.LadderStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One problem on one kind of processor, solved in ever better ways: each is held against the first
 * that was measured.
 *
 * @param problem what was solved, as the first rung has it
 * @param cpuModel on which processor
 * @param steps in the order of the sweep, those absent included; at least one is not
 */
public record Ladder(Problem problem, String cpuModel, List<Step> steps) {

  /** Copies the list. */
  public Ladder {
    steps = List.copyOf(steps);
  }

  /**
   * A rung and what was measured of it.
   *
   * @param name what the sweep calls it
   * @param measured empty if it is absent
   * @param absence why, in one line; empty if it was measured
   */
  public record Step(String name, Optional<Measured> measured, String absence) {}

  /**
   * The figures of a rung.
   *
   * @param problem with algorithm and kernel
   * @param figures speedup is against the first rung
   * @param verdict whether all its answers are right
   */
  public record Measured(Problem problem, PlacementFigures figures, Verdict verdict) {}

  /** What rungs must share to be held against each other. */
  private record Question(String app, String canonical, String cpuModel) {

    static Question of(RunRecord run) {
      return new Question(run.problem().app(), run.problem().canonical(), run.origin().cpuModel());
    }
  }

  /** The ladders that rungs and runs make: one for each problem and kind of processor. */
  static List<Ladder> of(List<RunRecord> runs, List<LadderStep> rungs, MedianBootstrap bootstrap) {
    Map<String, List<RunRecord>> byPoint =
        runs.stream().collect(groupingBy(run -> run.origin().point()));
    Map<Question, Map<String, List<RunRecord>>> questions = new LinkedHashMap<>();
    for (LadderStep rung : rungs) {
      for (RunRecord run : byPoint.getOrDefault(rung.point(), List.of())) {
        questions
            .computeIfAbsent(Question.of(run), _ -> new LinkedHashMap<>())
            .computeIfAbsent(rung.point(), _ -> new ArrayList<>())
            .add(run);
      }
    }
    return questions.entrySet().stream()
        .map(entry -> ladder(entry.getKey(), entry.getValue(), rungs, bootstrap))
        .flatMap(Optional::stream)
        .collect(toList());
  }

  private static Optional<Ladder> ladder(
      Question question,
      Map<String, List<RunRecord>> byPoint,
      List<LadderStep> rungs,
      MedianBootstrap bootstrap) {
    Map<String, PlacementSample> samples = new LinkedHashMap<>();
    byPoint.forEach((point, runs) -> {
      Placement placement = runs.getFirst().placement();
      samples.put(point, new PlacementSample(placement, runs));
    });
    Optional<PlacementSample> first =
        samples.values().stream().filter(PlacementSample::isUsable).findFirst();
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    for (LadderStep rung : rungs) {
      PlacementSample sample = samples.get(rung.point());
      if (sample != null && sample.isUsable()) {
        Measured measured =
            new Measured(
                byPoint.get(rung.point()).getFirst().problem(),
                sample.against(first.get(), bootstrap),
                sample.verdict());
        steps.add(new Step(rung.name(), Optional.of(measured), ""));
      } else if (rung.problem().equals(question.app)) {
        steps.add(new Step(rung.name(), Optional.empty(), absence(rung, sample)));
      }
    }
    Problem problem = byPoint.values().iterator().next().getFirst().problem();
    return Optional.of(new Ladder(problem, question.cpuModel, steps));
  }

  private static String absence(LadderStep rung, PlacementSample sample) {
    if (sample != null) {
      return sample.verdict() == Verdict.NO ? "its answer is wrong" : "it failed";
    }
    return rung.absence().orElse("its rows are not among these");
  }

  /** The fastest rung, and after it those that cannot be told from it. */
  public List<Step> fastest() {
    List<Step> measured =
        steps.stream()
            .filter(step -> step.measured().isPresent())
            .sorted(comparingDouble(step -> figures(step).wallMedian()))
            .toList();
    PlacementFigures best = figures(measured.getFirst());
    return measured.stream()
        .filter(step -> step.equals(measured.getFirst()) || figures(step).isLevelWith(best))
        .toList();
  }

  private static PlacementFigures figures(Step step) {
    return step.measured().orElseThrow().figures();
  }

  /** The first rung that was measured. */
  public Step first() {
    return steps.stream().filter(step -> step.measured().isPresent()).findFirst().orElseThrow();
  }

  /** Whether what {@code scaling} solves is what this ladder solves. */
  public boolean isOf(ProblemScaling scaling) {
    return problem.app().equals(scaling.problem().app())
        && problem.canonical().equals(scaling.problem().canonical())
        && cpuModel.equals(scaling.cpuModel());
  }
}
