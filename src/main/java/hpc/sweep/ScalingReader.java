package hpc.sweep;

import hpc.exec.ProblemType;
import hpc.exec.ProblemType.SizeRule;
import hpc.sweep.YamlMapping.YamlKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads what a run keeps equal while its cores grow, and sizes its points accordingly. */
final class ScalingReader {

  private static final String STRONG = "strong";
  private static final String WEAK = "weak";

  static final YamlKey<Optional<YamlValue>> SCALING = YamlKey.unread("scaling");

  private ScalingReader() {}

  /**
   * The points of a run as they are to run.
   *
   * @param fixed where its options with one value stand
   * @param varied where its others stand
   * @param points option to value as the file has them
   */
  static List<SequencedMap<String, String>> sized(
      YamlMapping run,
      String workload,
      Map<String, YamlValue> fixed,
      Map<String, YamlValue> varied,
      List<SequencedMap<String, String>> points) {
    Optional<YamlValue> place = run.get(SCALING);
    if (place.isEmpty()) {
      return points;
    }
    String scaling = place.get().oneOf(List.of(STRONG, WEAK));
    SizeRule size =
        ProblemType.named(workload)
            .flatMap(ProblemType::size)
            .orElseThrow(() ->
                place
                    .get()
                    .error(
                        "scaling %s: the size of %s is not known; accepted: without scaling"
                            .formatted(scaling, workload)));
    if (scaling.equals(STRONG)) {
      requireOneSize(size, varied);
      return points;
    }
    requireGrowing(size, fixed);
    requireGrowing(size, varied);
    return place.get().at(() -> grown(size, points));
  }

  private static void requireOneSize(SizeRule size, Map<String, YamlValue> varied) {
    varied.forEach((option, place) -> {
      if (size.options().contains(option)) {
        throw place.error(
            "axis %s changes the size, which scaling strong keeps; accepted: in options, or without scaling"
                .formatted(option));
      }
    });
  }

  private static void requireGrowing(SizeRule size, Map<String, YamlValue> options) {
    options.forEach((option, place) -> {
      if (size.notGrowing().contains(option)) {
        throw place.error(
            "%s with scaling weak: its work is not known beforehand; accepted: one of the two"
                .formatted(option));
      }
    });
  }

  private static List<SequencedMap<String, String>> grown(
      SizeRule size, List<SequencedMap<String, String>> points) {
    List<SequencedMap<String, String>> grown = new ArrayList<>();
    for (SequencedMap<String, String> one : points) {
      long cores = cores(SweepPoint.RANKS, one) * cores(SweepPoint.THREADS, one);
      try {
        grown.add(size.grown(one, cores));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("scaling weak: " + e.getMessage(), e);
      }
    }
    return grown;
  }

  private static long cores(String option, Map<String, String> point) {
    return SweepPoint.requireCount(option, point.getOrDefault(option, "1"));
  }
}
