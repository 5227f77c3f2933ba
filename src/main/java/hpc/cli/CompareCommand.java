package hpc.cli;

import hpc.exec.OutputFile;
import hpc.report.ComparisonTable;
import hpc.report.JunitFile;
import hpc.scaling.Comparison;
import hpc.scaling.ComparisonFile;
import hpc.scaling.Results;
import hpc.scaling.ResultsReader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc compare}: which points of a second set of results are slower than in a first. */
@Command(
    name = "compare",
    description = "Compare two sets of results point by point: versions or clusters.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Points match by app, algorithm, kernel, problem, mode, nodes, ranks, threads.",
      "B/A is the ratio of the median wall times: above 1, B is slower. A point is",
      "called faster or slower if the whole 95 %% interval of the ratio is below or",
      "above 1, which takes five rows in each set. A point exceeds --max-slowdown 5%%",
      "if that interval begins above 1.05; that no point can be judged fails as well.",
      "A file or row that cannot be used is named in a warning and left out.",
      "Examples:",
      "  hpc compare results/old results/new",
      "  hpc compare old.csv new.csv --max-slowdown 5%% --junit compare.xml"
    })
final class CompareCommand implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "the first set: a CSV file, or a directory with CSV files anywhere below it")
  private Path first;

  @Parameters(index = "1", paramLabel = "B", description = "the second set: likewise")
  private Path second;

  @Option(
      names = "--max-slowdown",
      paramLabel = "PERCENT",
      converter = RunOptions.Percentage.class,
      description = "exit with status 1 if a point of B is slower than in A by more than this")
  private Optional<Double> maxSlowdown = Optional.empty();

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description =
          "also write JUnit XML: a test case per point, a failure where it exceeds --max-slowdown")
  private Optional<Path> junit = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "also write the comparison to this CSV file")
  private Optional<Path> out = Optional.empty();

  @Mixin private TableOptions table = new TableOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = new Terminal(spec.commandLine());
    Results a = ResultsReader.read(List.of(first));
    Results b = ResultsReader.read(List.of(second));
    Comparison comparison = Comparison.of(first.toString(), a.runs(), second.toString(), b.runs());
    List<String> warnings =
        Stream.of(a.warnings(), b.warnings(), comparison.warnings()).flatMap(List::stream).toList();
    warnings.forEach(terminal::warn);
    if (comparison.points().isEmpty()) {
      terminal.warn(
          "nothing to compare: %s CSV files found, none with a usable row"
              .formatted(a.filesFound() + b.filesFound()));
      return ExitCode.FAILED;
    }
    OutputFile.requireReplaceable(
        Stream.concat(
                out.map(ComparisonFile.KIND::output).stream(),
                junit.map(JunitFile::output).stream())
            .toList(),
        Stream.of(a, b).flatMap(results -> results.paths().stream()).toList());
    OptionalDouble slowdown = maxSlowdown.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    terminal.print(
        switch (table.format()) {
          case TEXT -> ComparisonTable.render(comparison, slowdown);
          case MD -> ComparisonTable.markdown(comparison, slowdown);
          case JSON -> ComparisonFile.json(comparison);
        });
    out.ifPresent(file -> ComparisonFile.write(file, comparison));
    junit.ifPresent(file -> JunitFile.write(file, comparison, slowdown));
    int status = table.status(warnings, terminal);
    boolean fast = maxSlowdown.map(bound -> isFastEnough(comparison, bound, terminal)).orElse(true);
    return fast ? status : ExitCode.FAILED;
  }

  /** Whether points could be judged and none is too slow; says so if not. */
  private static boolean isFastEnough(Comparison comparison, double bound, Terminal terminal) {
    if (comparison.judged() == 0) {
      terminal.warn(
          "--max-slowdown: no point can be judged: it takes five rows of a point in each set");
      return false;
    }
    long tooSlow = comparison.points().stream().filter(point -> point.isSlowerThan(bound)).count();
    if (tooSlow > 0) {
      terminal.warn(
          "--max-slowdown: %s of %s points slower by more than %s %%, with the whole interval"
              .formatted(
                  tooSlow,
                  comparison.judged(),
                  // 100 * 0.07 has sixteen digits
                  BigDecimal.valueOf(bound)
                      .movePointRight(2)
                      .stripTrailingZeros()
                      .toPlainString()));
    }
    return tooSlow == 0;
  }
}
