package hpc.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Under what conditions a repetition was measured. Empty means not known.
 *
 * @param energyJoules energy that the processors of all nodes took during the solve, whoever used
 *     them
 * @param calibrationSeconds time of a fixed piece of arithmetic before or after the repetition,
 *     whichever was longer, on the slowest rank
 * @param disturbance what was seen that makes times longer, as {@code word@node word@node}; empty
 *     if nothing
 */
public record Conditions(
    OptionalDouble energyJoules, OptionalDouble calibrationSeconds, String disturbance) {

  /** Nothing is known. */
  public static final Conditions UNKNOWN =
      new Conditions(OptionalDouble.empty(), OptionalDouble.empty(), "");

  /** Rejects negative energies and times. */
  public Conditions {
    for (OptionalDouble value : List.of(energyJoules, calibrationSeconds)) {
      if (!(value.orElse(0) >= 0) || Double.isInfinite(value.orElse(0))) {
        throw new IllegalArgumentException("an energy or a time of " + value.getAsDouble());
      }
    }
    if (disturbance == null) {
      throw new IllegalArgumentException("disturbance is null");
    }
  }

  /** Those of a repetition from what its ranks read. */
  static Conditions over(List<NodeReading> ranks) {
    Set<String> words = new LinkedHashSet<>();
    // ranks of a node read the same counters: those of the first count
    Map<String, Double> energy = new LinkedHashMap<>();
    for (NodeReading rank : ranks) {
      energy.putIfAbsent(rank.host(), rank.energyJoules());
      rank.disturbances().forEach(word -> words.add(word + "@" + rank.host()));
    }
    double joules = energy.values().stream().mapToDouble(Double::doubleValue).sum();
    double seconds =
        ranks.stream().mapToDouble(NodeReading::calibrationSeconds).max().orElse(Double.NaN);
    return new Conditions(known(joules), known(seconds), String.join(" ", words));
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
