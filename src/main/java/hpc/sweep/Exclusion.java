package hpc.sweep;

import hpc.exec.WholeValue;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Points that a run leaves out.
 *
 * @param place where it stands in the file
 * @param values option to the values that it excludes; a point is excluded that has one of them in
 *     each of these options
 */
record Exclusion(Node place, SequencedMap<String, List<String>> values) {

  boolean matches(Map<String, String> point) {
    return values.entrySet().stream()
        .allMatch(excluded -> {
          String value = point.get(excluded.getKey());
          return value != null
              && excluded.getValue().stream().anyMatch(other -> areEqual(value, other));
        });
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(one -> one.getKey() + ": " + String.join("|", one.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Numbers may be written in two ways. */
  private static boolean areEqual(String a, String b) {
    return a.equals(b) || (isNumber(a) && isNumber(b) && number(a) == number(b));
  }

  private static boolean isNumber(String text) {
    try {
      WholeValue.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static long number(String text) {
    return WholeValue.parse(text).value();
  }
}
