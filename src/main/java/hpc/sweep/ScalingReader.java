package hpc.sweep;

import hpc.exec.ProblemType;
import hpc.exec.ProblemType.SizeRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what a run keeps equal while its cores grow, and sizes its points accordingly. */
final class ScalingReader {

  static final String SCALING = "scaling";

  private static final String STRONG = "strong";
  private static final String WEAK = "weak";
  private static final List<String> WORDS = List.of(STRONG, WEAK);

  private final YamlText yaml;

  ScalingReader(YamlText yaml) {
    this.yaml = yaml;
  }

  /**
   * The points of a run as they are to run.
   *
   * @param run its fields
   * @param fixed its options with one value
   * @param axes its others
   * @param points option to value as the file has them
   */
  List<SequencedMap<String, String>> sized(
      SequencedMap<String, YamlText.Field> run,
      String workload,
      SequencedMap<String, OptionReader.Value> fixed,
      List<SweepAxis> axes,
      List<SequencedMap<String, String>> points) {
    if (!run.containsKey(SCALING)) {
      return points;
    }
    Node place = run.get(SCALING).value();
    String word = yaml.word(place, SCALING);
    if (!WORDS.contains(word)) {
      throw yaml.unknown(place, SCALING, WORDS);
    }
    SizeRule size =
        ProblemType.named(workload)
            .flatMap(ProblemType::size)
            .orElseThrow(() ->
                yaml.error(
                    place,
                    "scaling %s: the size of %s is not known; accepted: without scaling"
                        .formatted(word, workload)));
    if (word.equals(STRONG)) {
      requireOneSize(size, axes);
      return points;
    }
    requireGrowing(size, fixed, axes);
    return yaml.at(place, () -> grown(size, points));
  }

  private void requireOneSize(SizeRule size, List<SweepAxis> axes) {
    for (SweepAxis axis : axes) {
      axis.places()
          .forEach((option, place) -> {
            if (size.options().contains(option)) {
              throw yaml.error(
                  place,
                  "axis %s changes the size, which scaling strong keeps; accepted: in options, or without scaling"
                      .formatted(option));
            }
          });
    }
  }

  private void requireGrowing(
      SizeRule size, SequencedMap<String, OptionReader.Value> fixed, List<SweepAxis> axes) {
    Map<String, Node> places = new LinkedHashMap<>();
    fixed.forEach((option, value) -> places.put(option, value.place()));
    axes.forEach(axis -> places.putAll(axis.places()));
    places.forEach((option, place) -> {
      if (size.notGrowing().contains(option)) {
        throw yaml.error(
            place,
            "%s with scaling weak: its work cannot be told beforehand; accepted: one of the two"
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
