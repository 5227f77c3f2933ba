package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.scaling.Results;
import hpc.scaling.Results.InputFile;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * A file, or several that are counted.
   *
   * @param runs what is told of; none where files are counted
   */
  private record Source(String name, int used, int leftOut, List<RunRecord> runs) {

    static Source of(InputFile file, List<RunRecord> runs) {
      int used = (int) runs.stream().filter(RunRecord::usable).count();
      return new Source(file.path().toString(), used, runs.size() - used + file.skipped(), runs);
    }
  }

  /** Each file, how many rows it gave, and where they were measured. */
  static Table<?> files(Results results) {
    List<Source> sources = new ArrayList<>();
    int first = 0;
    for (InputFile file : results.files()) {
      // rows stand in the order of the files
      sources.add(Source.of(file, results.runs().subList(first, first + file.rows())));
      first += file.rows();
    }
    List<Source> shown = new ArrayList<>(firstOf(sources));
    List<Source> rest = sources.subList(shown.size(), sources.size());
    if (!rest.isEmpty()) {
      shown.add(
          new Source(
              "and %s files more".formatted(rest.size()),
              rest.stream().mapToInt(Source::used).sum(),
              rest.stream().mapToInt(Source::leftOut).sum(),
              List.of()));
    }
    return new Table<>(
        List.of(
            text("file", Source::name),
            number("rows used", Source::used),
            number("left out", Source::leftOut),
            text("host", source -> some(source.runs, RunMetadata::host)),
            text("cluster", source -> some(source.runs, RunMetadata::cluster)),
            text("job", source -> some(source.runs, Provenance::job)),
            text("java", source -> some(source.runs, RunMetadata::java)),
            text("version", source -> some(source.runs, RunMetadata::version)),
            text("commit", source -> some(source.runs, RunMetadata::gitCommit))),
        shown);
  }

  private static <T> List<T> firstOf(List<T> all) {
    return all.subList(0, Math.min(LINES, all.size()));
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

  /** Processor and program; what they have in common is empty where kinds are counted. */
  private record Kind(
      String cpu,
      String java,
      String version,
      String commit,
      String flags,
      String hosts,
      int rows) {

    static Kind of(List<RunRecord> runs) {
      RunMetadata origin = runs.getFirst().origin();
      return new Kind(
          origin.cpuModel(),
          origin.java(),
          origin.version(),
          origin.gitCommit(),
          origin.jvmFlags(),
          some(runs, RunMetadata::host),
          runs.size());
    }
  }

  /** Processor and program, on what hosts and in how many rows. */
  static Table<?> environment(Results results) {
    List<Kind> kinds =
        results.runs().stream()
            .collect(groupingBy(Provenance::kind, LinkedHashMap::new, toList()))
            .values()
            .stream()
            .map(Kind::of)
            .toList();
    List<Kind> shown = new ArrayList<>(firstOf(kinds));
    List<Kind> rest = kinds.subList(shown.size(), kinds.size());
    if (!rest.isEmpty()) {
      int rows = rest.stream().mapToInt(Kind::rows).sum();
      shown.add(new Kind("and %s more".formatted(rest.size()), "", "", "", "", "", rows));
    }
    return new Table<>(
        List.of(
            text("cpu", Kind::cpu),
            text("java", Kind::java),
            text("version", Kind::version),
            text("commit", Kind::commit),
            text("flags", Kind::flags),
            text("hosts", Kind::hosts),
            number("rows", Kind::rows)),
        shown);
  }

  private static List<String> kind(RunRecord run) {
    RunMetadata origin = run.origin();
    return List.of(
        origin.cpuModel(), origin.java(), origin.version(), origin.gitCommit(), origin.jvmFlags());
  }
}
