package hpc.cli;

import hpc.sweep.OptionCatalog;
import hpc.sweep.Sweep;
import hpc.sweep.SweepConfig;
import hpc.sweep.SweepPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hpc quickstart}: a small sweep of both problems in all modes, and its report. */
@Command(
    name = "quickstart",
    description = "Run both problems in all three modes and compare; takes 2 minutes.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {

  private static final String CONFIG = "config/quickstart.yaml";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    OptionCatalog catalog = HpcCommand.catalog(spec);
    SweepConfig config = SweepConfig.parse(CONFIG, shippedConfig(), catalog);
    Path directory = ResultsRoot.path().resolve(config.name()).resolve(ResultsRoot.now());
    Sweep sweep =
        new Sweep(
            config,
            SweepCommand.local(1),
            directory,
            SweepCommand.policy(SweepPolicy.Start.ANEW, 1));
    Terminal terminal = new Terminal(spec.commandLine());
    int status = SweepCommand.run(sweep, terminal);
    if (!Files.exists(sweep.csv())) {
      return status; // nothing to compare
    }
    Path summary = directory.resolve("summary.csv");
    Path report = directory.resolve("report.html");
    int aggregated =
        AggregateCommand.aggregate(List.of(sweep.csv()), summary, report, catalog, terminal);
    terminal.say("summary: " + summary);
    if (aggregated == ExitCode.DONE) {
      terminal.say("report: " + report);
    }
    return Math.max(status, aggregated);
  }

  /** The config travels inside the jar: the command works where nothing but the jar is. */
  private static String shippedConfig() throws IOException {
    try (InputStream text = QuickstartCommand.class.getResourceAsStream("/" + CONFIG)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
