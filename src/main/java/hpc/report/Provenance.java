package hpc.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.report.TextTable.Heading;
import hpc.scaling.Results;
import hpc.scaling.Results.InputFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where rows come from: a line for each file, and a line for each kind of machine and program. Both
 * stay readable when there are thousands.
 */
final class Provenance {

  /** Lines of a table; what follows is counted. */
  static final int LINES = 200;

  /** Names in a cell; what follows is counted. */
  private static final int NAMES = 4;

  private Provenance() {}

  /** Each file, how many rows it gave, and where they were measured. */
  static TextTable files(Results results) {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of(
                        Heading.text("file"),
                        Heading.number("rows used"),
                        Heading.number("left out")),
                    Stream.of("host", "cluster", "job", "java", "version", "commit")
                        .map(Heading::text))
                .toList());
    int first = 0;
    int used = 0;
    int leftOut = 0;
    for (InputFile file : results.files()) {
      // rows stand in the order of the files
      List<RunRecord> runs = results.runs().subList(first, first + file.rows());
      first += file.rows();
      if (table.size() < LINES) {
        table.add(line(file, runs));
      } else {
        used += usable(runs);
        leftOut += file.rows() - usable(runs) + file.skipped();
      }
    }
    if (results.files().size() > LINES) {
      table.add(
          List.of(
              "and %s files more".formatted(results.files().size() - LINES),
              Integer.toString(used),
              Integer.toString(leftOut),
              "",
              "",
              "",
              "",
              "",
              ""));
    }
    return table;
  }

  private static List<String> line(InputFile file, List<RunRecord> runs) {
    return List.of(
        file.path().toString(),
        Integer.toString(usable(runs)),
        Integer.toString(runs.size() - usable(runs) + file.skipped()),
        some(runs, RunMetadata::host),
        some(runs, RunMetadata::cluster),
        some(runs, Provenance::job),
        some(runs, RunMetadata::java),
        some(runs, RunMetadata::version),
        some(runs, RunMetadata::gitCommit));
  }

  private static int usable(List<RunRecord> runs) {
    return (int) runs.stream().filter(RunRecord::usable).count();
  }

  private static String job(RunMetadata origin) {
    return Stream.of(origin.slurmJobId(), origin.slurmArrayTaskId())
        .filter(id -> !id.isEmpty())
        .collect(Collectors.joining("_"));
  }

  /** The different words, the first few of them. */
  private static String some(List<RunRecord> runs, Function<RunMetadata, String> word) {
    List<String> words =
        runs.stream()
            .map(run -> word.apply(run.origin()))
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList();
    int shown = Math.min(NAMES, words.size());
    String more = shown < words.size() ? " and %s more".formatted(words.size() - shown) : "";
    return String.join(", ", words.subList(0, shown)) + more;
  }

  /** Processor and program, on what hosts and in how many rows. */
  static TextTable environment(Results results) {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of("cpu", "java", "version", "commit", "flags", "hosts")
                        .map(Heading::text),
                    Stream.of(Heading.number("rows")))
                .toList());
    Map<List<String>, List<RunRecord>> kinds =
        results.runs().stream()
            .collect(groupingBy(run -> kind(run.origin()), LinkedHashMap::new, toList()));
    kinds.entrySet().stream()
        .limit(LINES)
        .forEach(kind -> {
          List<String> cells = new ArrayList<>(kind.getKey());
          cells.add(some(kind.getValue(), RunMetadata::host));
          cells.add(Integer.toString(kind.getValue().size()));
          table.add(cells);
        });
    if (kinds.size() > LINES) {
      int rest = kinds.values().stream().skip(LINES).mapToInt(List::size).sum();
      table.add(
          List.of(
              "and %s more".formatted(kinds.size() - LINES),
              "",
              "",
              "",
              "",
              "",
              Integer.toString(rest)));
    }
    return table;
  }

  private static List<String> kind(RunMetadata origin) {
    return List.of(
        origin.cpuModel(), origin.java(), origin.version(), origin.gitCommit(), origin.jvmFlags());
  }
}
