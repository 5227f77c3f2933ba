package hpc.cli;

import hpc.report.LadderTable;
import hpc.report.ReportFiles;
import hpc.report.Section;
import hpc.scaling.Aggregation;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import hpc.scaling.RowNotes;
import hpc.sweep.LadderStep;
import hpc.sweep.OptionCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ladders, found by what a sweep leaves behind: its file stands beside its rows. */
final class LadderReport {

  private LadderReport() {}

  /**
   * The rungs of all sweeps whose results were read.
   *
   * @param terminal is warned of a file of a sweep that cannot be read
   */
  static List<LadderStep> rungs(Results results, OptionCatalog options, Terminal terminal) {
    return results.files().stream()
        .map(file -> file.path().toAbsolutePath().getParent())
        .distinct()
        .flatMap(directory -> in(directory, options, terminal))
        .toList();
  }

  private static Stream<LadderStep> in(Path directory, OptionCatalog options, Terminal terminal) {
    try {
      return LadderStep.in(directory, options).stream();
    } catch (IllegalArgumentException e) {
      terminal.warn(e.getMessage() + "; if it is a ladder, it is not shown as one");
      return Stream.empty();
    }
  }

  private static Path page(Path csv) {
    return csv.resolveSibling("report.html");
  }

  /**
   * Makes sure that there will be room for the report, before the ladder runs.
   *
   * @throws IllegalArgumentException if a page is there that is no report
   */
  static void requireRoom(Path csv) {
    ReportFiles.page("--out", page(csv)).requireReplaceable(List.of(csv));
  }

  /** Prints the table of a ladder that has been run, and puts a report beside its rows. */
  static void show(Path csv, OptionCatalog options, Terminal terminal) {
    Results results = ResultsReader.read(List.of(csv));
    Aggregation aggregation = Aggregation.of(results.runs(), rungs(results, options, terminal));
    List<Section> ladders = LadderTable.sections(aggregation);
    if (!ladders.isEmpty()) {
      terminal.print("\n" + Section.text(ladders));
    }
    RowNotes.of(results.runs()).forEach(note -> terminal.say(note + "."));
    Path report = page(csv);
    ReportFiles.write("--out", report, results, aggregation, AggregateCommand.usualDemands());
    terminal.say("report: " + report);
  }
}
