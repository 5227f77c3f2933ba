package hpc.cli;

import hpc.report.ScalingTable;
import hpc.scaling.Aggregation;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import hpc.scaling.SummaryFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
      "  hpc aggregate results --efficiency 0.5"
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
      description = "the summary as CSV (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("summary.csv");

  @Option(
      names = "--efficiency",
      paramLabel = "E",
      converter = RealNumber.class,
      description =
          "recommend the most cores with at least this efficiency (default: ${DEFAULT-VALUE})")
  private double efficiency = EFFICIENCY;

  @Option(names = "--strict", description = "exit 1 if anything was warned of")
  private boolean strict;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(0 < efficiency && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "--efficiency " + efficiency + ": accepted: a number above 0, at most 1, such as 0.75");
    }
    Warned warned = strict ? Warned.FAILURE : Warned.FINE;
    return aggregate(paths, out, efficiency, warned, new Terminal(spec.commandLine()));
  }

  /** The same with what is wanted where nobody says anything else. */
  static int aggregate(List<Path> paths, Path out, Terminal terminal) {
    return aggregate(paths, out, EFFICIENCY, Warned.FINE, terminal);
  }

  /** Reads {@code paths}, prints the tables and writes the summary. */
  private static int aggregate(
      List<Path> paths, Path out, double efficiency, Warned warned, Terminal terminal) {
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
    terminal.print(ScalingTable.render(aggregation, efficiency));
    SummaryFile.write(out, aggregation);
    int warnings = results.warnings().size() + aggregation.warnings().size();
    if (warnings == 0) {
      return ExitCode.DONE;
    }
    terminal.warn(warnings == 1 ? "1 warning" : warnings + " warnings");
    return warned == Warned.FAILURE ? ExitCode.FAILED : ExitCode.DONE;
  }

  /** What a warning makes of the command. */
  private enum Warned {
    FINE,
    FAILURE
  }
}
