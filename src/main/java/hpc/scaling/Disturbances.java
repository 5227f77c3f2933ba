package hpc.scaling;

import hpc.bench.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What disturbed rows while they were measured, for people to judge: no row is left out for it. */
public final class Disturbances {

  private static final int NAMED = 6;

  private Disturbances() {}

  /** One line that names what was seen on which node; empty if nothing was. */
  public static Optional<String> note(List<RunRecord> runs) {
    Map<String, Integer> rowsByWord = new TreeMap<>();
    int disturbed = 0;
    for (RunRecord run : runs) {
      String words = run.conditions().disturbance();
      if (!words.isEmpty()) {
        disturbed++;
        List.of(words.split(" ", -1)).forEach(word -> rowsByWord.merge(word, 1, Integer::sum));
      }
    }
    if (disturbed == 0) {
      return Optional.empty();
    }
    List<String> named =
        rowsByWord.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(NAMED)
            .map(entry -> entry.getKey().replace("@", " on ") + " (" + entry.getValue() + ")")
            .toList();
    int more = rowsByWord.size() - named.size();
    return Optional.of(
        "%s of %s rows were measured on a disturbed node, and count: %s%s"
            .formatted(
                disturbed,
                runs.size(),
                String.join(", ", named),
                more == 0 ? "" : " and " + more + " more"));
  }
}
