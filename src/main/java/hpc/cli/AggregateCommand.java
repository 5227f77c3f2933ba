package hpc.cli;

import hpc.exec.OutputFile;
import hpc.report.LadderTable;
import hpc.report.PeerTable;
import hpc.report.ReportFiles;
import hpc.report.ScalingTable;
import hpc.report.Section;
import hpc.scaling.Aggregation;
import hpc.scaling.FitsFile;
import hpc.scaling.Recommendation.Criteria;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import hpc.scaling.RowNotes;
import hpc.scaling.SummaryFile;
import hpc.sweep.ClusterProfile;
import hpc.sweep.LadderStep;
import hpc.sweep.OptionCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc aggregate}: results of any number of runs become speedups and efficiencies. */
@Command(
    name = "aggregate",
    description = "Merge results into tables, and recommend how many cores to request.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Speedup is against the fewest cores that the same problem ran on.",
      "A file or row that cannot be used is named in a warning and left out.",
      "Examples:",
      "  hpc aggregate results",
      "  hpc aggregate results/sieve.csv results/today --out today.csv",
      "  hpc aggregate results --efficiency 0.5",
      "  hpc aggregate results --report report.html"
    })
final class AggregateCommand implements Callable<Integer> {

  /** Below it, more than a quarter of the core-hours is lost. */
  private static final double EFFICIENCY = 0.75;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "CSV files, or directories with CSV files anywhere below them")
  private List<Path> paths;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "write the summary to this CSV file, and the fitted scaling laws beside it, to"
              + " summary_fits.csv (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("summary.csv");

  @Mixin private TableOptions table = new TableOptions();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "also write an HTML page with figures, and the figures beside it as SVG and PNG")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--efficiency",
      paramLabel = "E",
      description =
          "recommend the most cores with at least this efficiency (default: ${DEFAULT-VALUE})")
  private double efficiency = EFFICIENCY;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return aggregate(HpcCommand.catalog(spec), new Terminal(spec.commandLine()));
  }

  /** Aggregates with the defaults, and writes a report. */
  static int aggregate(
      List<Path> paths, Path out, Path report, OptionCatalog catalog, Terminal terminal) {
    AggregateCommand command = new AggregateCommand();
    command.paths = paths;
    command.out = out;
    command.report = Optional.of(report);
    return command.aggregate(catalog, terminal);
  }

  private int aggregate(OptionCatalog catalog, Terminal terminal) {
    Criteria criteria = criteria(efficiency);
    Results results = ResultsReader.read(paths);
    Aggregation aggregation = Aggregation.of(results.runs(), rungs(results, catalog, terminal));
    List<String> warnings =
        Stream.concat(results.warnings().stream(), aggregation.warnings().stream()).toList();
    warnings.forEach(terminal::warn);
    if (aggregation.problems().isEmpty()) {
      terminal.warn(
          "nothing to aggregate: %s CSV files found, none with a usable row"
              .formatted(results.filesFound()));
      return ExitCode.FAILED;
    }
    OutputFile.requireReplaceable(outputs(), results.paths());
    terminal.print(rendered(results, aggregation, criteria));
    SummaryFile.write(out, aggregation);
    FitsFile.write(out, aggregation);
    report.ifPresent(file -> ReportFiles.write("--report", file, results, aggregation, criteria));
    return table.status(warnings, terminal);
  }

  private List<OutputFile> outputs() {
    List<OutputFile> files =
        new ArrayList<>(
            List.of(SummaryFile.KIND.output(out), FitsFile.KIND.output(FitsFile.beside(out))));
    report.ifPresent(file -> files.add(ReportFiles.page("--report", file)));
    return files;
  }

  private static Criteria criteria(double efficiency) {
    if (!(0 < efficiency && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "--efficiency " + efficiency + ": accepted: a number above 0, at most 1, such as 0.75");
    }
    return new Criteria(efficiency, ClusterProfile.of(System.getenv()).sbatchOptions());
  }

  private String rendered(Results results, Aggregation aggregation, Criteria criteria) {
    String notes =
        RowNotes.of(results.runs()).stream()
            .map(note -> "\n" + Section.paragraph(note + "."))
            .collect(Collectors.joining());
    List<Section> sections =
        Stream.of(
                ScalingTable.sections(aggregation, criteria),
                PeerTable.sections(aggregation),
                LadderTable.sections(aggregation))
            .flatMap(List::stream)
            .toList();
    return switch (table.format()) {
      case TEXT -> Section.text(sections) + notes;
      case MD -> Section.markdown(sections) + notes;
      case JSON -> SummaryFile.table(aggregation).json();
    };
  }

  /** The rungs of all ladders that were read: the file of a sweep stands beside its rows. */
  private static List<LadderStep> rungs(Results results, OptionCatalog catalog, Terminal terminal) {
    return results.files().stream()
        .map(file -> file.path().toAbsolutePath().getParent())
        .distinct()
        .flatMap(directory -> rungs(directory, catalog, terminal))
        .toList();
  }

  private static Stream<LadderStep> rungs(
      Path directory, OptionCatalog catalog, Terminal terminal) {
    try {
      return LadderStep.in(directory, catalog).stream();
    } catch (IllegalArgumentException e) {
      terminal.warn(e.getMessage() + "; if it is a ladder, it is not shown as one");
      return Stream.empty();
    }
  }

  /**
   * Makes sure, before a ladder runs, that its report can be written.
   *
   * @throws IllegalArgumentException if another file is in its place
   */
  static void requireRoomForLadder(Path csv) {
    ReportFiles.page("--out", ladderReport(csv)).requireReplaceable(List.of(csv));
  }

  /** Prints the table of a ladder that has run, and writes a report beside its rows. */
  static void showLadder(Path csv, OptionCatalog catalog, Terminal terminal) {
    Results results = ResultsReader.read(List.of(csv));
    Aggregation aggregation = Aggregation.of(results.runs(), rungs(results, catalog, terminal));
    List<Section> ladders = LadderTable.sections(aggregation);
    if (!ladders.isEmpty()) {
      terminal.print("\n" + Section.text(ladders));
    }
    RowNotes.of(results.runs()).forEach(note -> terminal.say(note + "."));
    Path report = ladderReport(csv);
    ReportFiles.write("--out", report, results, aggregation, criteria(EFFICIENCY));
    terminal.say("report: " + report);
  }

  private static Path ladderReport(Path csv) {
    return csv.resolveSibling("report.html");
  }
}
