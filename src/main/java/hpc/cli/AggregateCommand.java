package hpc.cli;

import hpc.exec.OutputFile;
import hpc.report.LadderTable;
import hpc.report.PeerTable;
import hpc.report.ReportFiles;
import hpc.report.ScalingTable;
import hpc.report.Section;
import hpc.scaling.Aggregation;
import hpc.scaling.FitsFile;
import hpc.scaling.RecommendationCriteria;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import hpc.scaling.RowNotes;
import hpc.scaling.SummaryFile;
import hpc.sweep.ClusterProfile;
import hpc.sweep.OptionCatalog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc aggregate}: results of any number of runs become speedups and efficiencies. */
@Command(
    name = "aggregate",
    description = "Merge results into tables, and say how many cores to ask for.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Speedup is against the smallest number of cores that the same problem ran on.",
      "A file or row that cannot be used is named and left out, and counted at the",
      "end; with --strict that is a failure.",
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
          "the summary as CSV (default: ${DEFAULT-VALUE}); the fits of scaling laws go beside it, to"
              + " summary_fits.csv")
  private Path out = Path.of("summary.csv");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "what is printed: text, md (Markdown) or json, an object per line (default: text)")
  private TableFormat format = TableFormat.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "a page with figures as well (HTML); the figures as SVG and PNG beside it")
  private Optional<Path> report = Optional.empty();

  @Option(
      names = "--efficiency",
      paramLabel = "E",
      description =
          "recommend the most cores with at least this efficiency (default: ${DEFAULT-VALUE})")
  private double efficiency = EFFICIENCY;

  @Option(names = "--strict", description = "exit 1 if anything was warned of")
  private boolean strict;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return aggregate(Workloads.catalog(spec.root()), new Terminal(spec.commandLine()));
  }

  /** What is done where nobody says anything else, with a report. */
  static int aggregate(
      List<Path> paths, Path out, Path report, OptionCatalog catalog, Terminal terminal) {
    AggregateCommand command = new AggregateCommand();
    command.paths = paths;
    command.out = out;
    command.report = Optional.of(report);
    return command.aggregate(catalog, terminal);
  }

  /** Reads the files, prints the tables and writes the summary and, if wanted, the report. */
  private int aggregate(OptionCatalog catalog, Terminal terminal) {
    RecommendationCriteria demands = demands(efficiency);
    Results results = ResultsReader.read(paths);
    Aggregation aggregation =
        Aggregation.of(results.runs(), LadderReport.rungs(results, catalog, terminal));
    results.warnings().forEach(terminal::warn);
    aggregation.warnings().forEach(terminal::warn);
    if (aggregation.problems().isEmpty()) {
      terminal.warn(
          "nothing to aggregate: %s CSV files found, none with a usable row"
              .formatted(results.filesFound()));
      return ExitCode.FAILED;
    }
    OutputFile.requireReplaceable(outputs(), results.paths());
    terminal.print(rendered(results, aggregation, demands));
    SummaryFile.write(out, aggregation);
    FitsFile.write(out, aggregation);
    report.ifPresent(file -> ReportFiles.write("--report", file, results, aggregation, demands));
    int warnings = results.warnings().size() + aggregation.warnings().size();
    if (warnings == 0) {
      return ExitCode.DONE;
    }
    terminal.warn(warnings == 1 ? "1 warning" : warnings + " warnings");
    return strict ? ExitCode.FAILED : ExitCode.DONE;
  }

  private List<OutputFile> outputs() {
    List<OutputFile> files =
        new ArrayList<>(
            List.of(SummaryFile.KIND.output(out), FitsFile.KIND.output(FitsFile.beside(out))));
    report.ifPresent(file -> files.add(ReportFiles.page("--report", file)));
    return files;
  }

  /** What is recommended by where nobody names an efficiency. */
  static RecommendationCriteria usualDemands() {
    return demands(EFFICIENCY);
  }

  private static RecommendationCriteria demands(double efficiency) {
    if (!(0 < efficiency && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "--efficiency " + efficiency + ": accepted: a number above 0, at most 1, such as 0.75");
    }
    return new RecommendationCriteria(
        efficiency, ClusterProfile.of(System.getenv()).sbatchOptions());
  }

  private String rendered(
      Results results, Aggregation aggregation, RecommendationCriteria demands) {
    String notes =
        RowNotes.of(results.runs()).stream()
            .map(words -> "\n" + Section.paragraph(words + "."))
            .collect(Collectors.joining());
    List<Section> sections =
        Stream.of(
                ScalingTable.sections(aggregation, demands),
                PeerTable.sections(aggregation),
                LadderTable.sections(aggregation))
            .flatMap(List::stream)
            .toList();
    return switch (format) {
      case TEXT -> Section.text(sections) + notes;
      case MD -> Section.markdown(sections) + notes;
      case JSON -> SummaryFile.table(aggregation).json();
    };
  }
}
