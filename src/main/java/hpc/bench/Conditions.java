package hpc.bench;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Under what conditions a repetition was measured.
 *
 * @param disturbance what was seen that makes times longer, as {@code word@node word@node}; empty
 *     if nothing
 * @param threadsPerCore the most threads of the run that had to share a core because its hardware
 *     threads were counted as cores; 1 if none; empty if not known
 */
public record Conditions(String disturbance, OptionalInt threadsPerCore) {

  /** Nothing is known. */
  public static final Conditions UNKNOWN = new Conditions("", OptionalInt.empty());

  /** Rejects a count below 1. */
  public Conditions {
    if (disturbance == null) {
      throw new IllegalArgumentException("disturbance is null");
    }
    if (threadsPerCore.orElse(1) < 1) {
      throw new IllegalArgumentException(threadsPerCore.getAsInt() + " threads per core");
    }
  }

  /** Those of a repetition from what its ranks, of so many threads each, read. */
  static Conditions over(List<RankReading> ranks, int threads) {
    Set<String> words = new LinkedHashSet<>();
    for (RankReading rank : ranks) {
      rank.disturbances().forEach(word -> words.add(word + "@" + rank.host()));
    }
    return new Conditions(String.join(" ", words), threadsPerCore(ranks, threads));
  }

  /** A kernel gives threads cores of their own as long as there are any. */
  private static OptionalInt threadsPerCore(List<RankReading> ranks, int threads) {
    Map<String, List<RankReading>> byHost =
        ranks.stream().collect(Collectors.groupingBy(RankReading::host));
    int most = 1;
    for (List<RankReading> here : byHost.values()) {
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
}
