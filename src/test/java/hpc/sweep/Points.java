package hpc.sweep;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Points for tests. */
final class Points {

  private Points() {}

  /** The first point of a sweep, with options as name, value, name, value. */
  static SweepPoint of(String workload, String... options) {
    return new SweepPoint(1, workload, options(options));
  }

  static SequencedMap<String, String> options(String... namesAndValues) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }
}
