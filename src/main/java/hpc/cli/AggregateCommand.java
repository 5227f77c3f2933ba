package hpc.cli;

import hpc.report.ReportFiles;
import hpc.report.ScalingTable;
import hpc.report.SummaryJson;
import hpc.scaling.Aggregation;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import hpc.scaling.SummaryFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc aggregate}: results of any number of runs become speedups and efficiencies. */
@Command(
    name = "aggregate",
    description = "Merge results into a table of medians, speedup and efficiency.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Speedup is against the smallest number of cores that the same problem ran on.",
      "A file or row that cannot be used is named and left out.",
      "Examples:",
      "  hpc aggregate results",
      "  hpc aggregate results/sieve.csv results/today --out today.csv",
      "  hpc aggregate results --report report.html"
    })
final class AggregateCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "CSV files, or directories with CSV files anywhere below them")
  private List<Path> paths;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "the summary as CSV (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("summary.csv");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "what is printed: text, md (Markdown) or json, an object per line (default: text)")
  private Format format = Format.TEXT;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "a page with figures as well (HTML); the figures as SVG and PNG beside it")
  private Optional<Path> report = Optional.empty();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return aggregate(paths, out, report, format, new Terminal(spec.commandLine()));
  }

  /** Reads {@code paths}, prints the table and writes the summary and, if wanted, the report. */
  static int aggregate(
      List<Path> paths, Path out, Optional<Path> report, Format format, Terminal terminal) {
    Results results = ResultsReader.read(paths);
    Aggregation aggregation = Aggregation.of(results.runs());
    results.warnings().forEach(terminal::warn);
    aggregation.warnings().forEach(terminal::warn);
    if (aggregation.problems().isEmpty()) {
      terminal.warn(
          "nothing to aggregate: %d CSV files found, none with a usable row"
              .formatted(results.filesFound()));
      return ExitCode.FAILED;
    }
    terminal.print(format.render(aggregation));
    SummaryFile.write(out, aggregation);
    report.ifPresent(file -> ReportFiles.write("--report", file, results, aggregation));
    return ExitCode.DONE;
  }

  /** What is printed. */
  enum Format {
    TEXT,
    MD,
    JSON;

    String render(Aggregation aggregation) {
      return switch (this) {
        case TEXT -> ScalingTable.render(aggregation);
        case MD -> ScalingTable.markdown(aggregation);
        case JSON -> SummaryJson.lines(aggregation);
      };
    }
  }
}
