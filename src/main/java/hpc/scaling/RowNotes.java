package hpc.scaling;

import hpc.bench.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What people should know of rows when they judge figures: no row is left out for it. */
public final class RowNotes {

  private static final int NAMED = 6;

  private RowNotes() {}

  /** A line for each thing that is to be known; none if there is nothing. */
  public static List<String> of(List<RunRecord> runs) {
    return Stream.of(disturbances(runs), sharedCores(runs)).flatMap(Optional::stream).toList();
  }

  private static Optional<String> sharedCores(List<RunRecord> runs) {
    int[] shared =
        runs.stream()
            .mapToInt(run -> run.conditions().threadsPerCore().orElse(1))
            .filter(threads -> threads > 1)
            .sorted()
            .toArray();
    return shared.length == 0
        ? Optional.empty()
        : Optional.of(
            "%s of %s rows count hardware threads as cores, up to %s of a core"
                .formatted(shared.length, runs.size(), shared[shared.length - 1]));
  }

  /** Names what was seen on which node. */
  private static Optional<String> disturbances(List<RunRecord> runs) {
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
