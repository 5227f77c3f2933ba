package hpc.bench;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under what conditions a repetition was measured. Empty means not known.
 *
 * @param energyJoules energy that the processors of all nodes took during the solve, whoever used
 *     them
 * @param calibrationSeconds time of a fixed piece of arithmetic before or after the repetition,
 *     whichever was longer, on the slowest rank
 * @param disturbance what was seen that makes times longer, as {@code word@node word@node}; empty
 *     if nothing
 * @param threadsPerCore the most threads of the run that had to share a core because its hardware
 *     threads were counted as cores; 1 if none
 */
public record Conditions(
    OptionalDouble energyJoules,
    OptionalDouble calibrationSeconds,
    String disturbance,
    OptionalInt threadsPerCore) {

  /** Nothing is known. */
  public static final Conditions UNKNOWN =
      new Conditions(OptionalDouble.empty(), OptionalDouble.empty(), "", OptionalInt.empty());

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
    if (threadsPerCore.orElse(1) < 1) {
      throw new IllegalArgumentException(threadsPerCore.getAsInt() + " threads per core");
    }
  }

  /** Those of a repetition from what its ranks, of so many threads each, read. */
  static Conditions over(List<NodeReading> ranks, int threads) {
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
    return new Conditions(
        known(joules), known(seconds), String.join(" ", words), threadsPerCore(ranks, threads));
  }

  /** A kernel gives threads cores of their own as long as there are any. */
  private static OptionalInt threadsPerCore(List<NodeReading> ranks, int threads) {
    Map<String, List<NodeReading>> byHost =
        ranks.stream().collect(Collectors.groupingBy(NodeReading::host));
    int most = 1;
    for (List<NodeReading> here : byHost.values()) {
      Map<Integer, Integer> coresByCpu = new HashMap<>();
      here.forEach(rank -> coresByCpu.putAll(rank.coresByCpu()));
      Map<Integer, Long> cpusByCore =
          coresByCpu.values().stream()
              .collect(Collectors.groupingBy(core -> core, Collectors.counting()));
      if (cpusByCore.isEmpty()) {
        return OptionalInt.empty();
      }
      int busy = Math.ceilDiv(here.size() * threads, cpusByCore.size());
      most = Math.max(most, Math.min(busy, Collections.max(cpusByCore.values()).intValue()));
    }
    return OptionalInt.of(most);
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
