package hpc.scaling;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.exec.Problem;
import java.util.HashMap;
import java.util.Map;

/** What rows have in common, in whatever files they stand: it is kept once. */
final class CommonValues {

  private final Map<String, String> texts = new HashMap<>();
  private final Map<RunMetadata, RunMetadata> origins = new HashMap<>();
  private final Map<Problem, Problem> problems = new HashMap<>();
  private final Map<Placement, Placement> placements = new HashMap<>();

  /** The first of all equal to {@code text}. */
  String one(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }

  /** The first of all equal to {@code origin}. */
  RunMetadata one(RunMetadata origin) {
    return origins.computeIfAbsent(origin, same -> same);
  }

  /** The first of all equal to {@code problem}. */
  Problem one(Problem problem) {
    return problems.computeIfAbsent(problem, same -> same);
  }

  /** The first of all equal to {@code placement}. */
  Placement one(Placement placement) {
    return placements.computeIfAbsent(placement, same -> same);
  }
}
