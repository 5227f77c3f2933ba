package hpc.fieldio;

import hpc.diffusion.DiffusionWorkload;
import hpc.exec.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes the values of a field after a number of steps: all of a problem but how long it runs,
 * so that a run may go on for more steps than were planned.
 *
 * @param entries option to value
 */
record ProblemText(SequencedMap<String, String> entries) {

  static ProblemText of(DiffusionWorkload workload) {
    Problem problem = workload.problem();
    SequencedMap<String, String> entries = new LinkedHashMap<>(problem.parameters());
    entries.remove("steps");
    entries.remove("steady");
    entries.putFirst("scheme", problem.algorithm());
    return new ProblemText(entries);
  }

  /** Reads what {@link #toString} wrote. */
  static ProblemText parse(String text) {
    return new ProblemText(
        Stream.of(text.split(";"))
            .map(entry -> entry.split("=", 2))
            .collect(
                Collectors.toMap(
                    entry -> entry[0],
                    entry -> entry.length == 2 ? entry[1] : "",
                    (first, _) -> first,
                    LinkedHashMap::new)));
  }

  /** The entries that {@code other} lacks or has with another value. */
  String otherThan(ProblemText other) {
    String entriesOfMine =
        entries.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(other.entries.get(entry.getKey())))
            .map(Map.Entry::toString)
            .collect(Collectors.joining(" "));
    return entriesOfMine.isEmpty() ? "nothing else" : entriesOfMine;
  }

  @Override
  public String toString() {
    return entries.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(";"));
  }
}
