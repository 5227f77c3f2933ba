package hpc.scaling;

import hpc.bench.Origin;
import hpc.bench.Placement;
import hpc.exec.Problem;
import java.util.HashMap;
import java.util.Map;

/** What rows have in common, in whatever files they stand: it is kept once. */
final class CommonValues {

  private final Map<String, String> texts = new HashMap<>();
  private final Map<Origin, Origin> origins = new HashMap<>();
  private final Map<Problem, Problem> problems = new HashMap<>();
  private final Map<Placement, Placement> placements = new HashMap<>();

  /** The first of all equal to {@code text}. */
  String one(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }

  /** The first of all equal to {@code origin}. */
  Origin one(Origin origin) {
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
