package hpc.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What a run goes through: an option and its values, or several options that advance together.
 *
 * @param places where each option stands in the file
 * @param steps what is chosen together, option to value, in the order of the file
 */
record SweepAxis(SequencedMap<String, Node> places, List<SequencedMap<String, String>> steps) {

  /** One option. */
  static SweepAxis of(String option, Node place, List<String> values) {
    SequencedMap<String, Node> places = new LinkedHashMap<>();
    places.put(option, place);
    SequencedMap<String, List<String>> columns = new LinkedHashMap<>();
    columns.put(option, values);
    return together(places, columns);
  }

  /** Several options with equally many values. */
  static SweepAxis together(
      SequencedMap<String, Node> places, SequencedMap<String, List<String>> columns) {
    List<SequencedMap<String, String>> steps = new ArrayList<>();
    int length = columns.firstEntry().getValue().size();
    for (int i = 0; i < length; i++) {
      SequencedMap<String, String> step = new LinkedHashMap<>();
      for (String option : columns.sequencedKeySet()) {
        step.put(option, columns.get(option).get(i));
      }
      steps.add(step);
    }
    return new SweepAxis(places, List.copyOf(steps));
  }

  /** All combinations, the last axis fastest. */
  static List<SequencedMap<String, String>> product(List<SweepAxis> axes) {
    List<SequencedMap<String, String>> points = List.of(new LinkedHashMap<>());
    for (SweepAxis axis : axes) {
      List<SequencedMap<String, String>> longer = new ArrayList<>();
      for (SequencedMap<String, String> point : points) {
        for (SequencedMap<String, String> step : axis.steps) {
          SequencedMap<String, String> next = new LinkedHashMap<>(point);
          next.putAll(step);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }
}
