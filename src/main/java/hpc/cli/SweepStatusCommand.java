package hpc.cli;

import hpc.sweep.SlurmClient;
import hpc.sweep.SweepStatus;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hpc sweep status}: how far a sweep has come. */
@Command(
    name = "status",
    description = "Say how far a sweep has come, while it runs or after it was stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Of a sweep that was submitted it says how jobs ended whose points are left.",
      "The time to go is the mean of the points done, times those left: one after the other.",
      "Example: hpc sweep status results/sieve_forkjoin"
    })
final class SweepStatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "where the sweep's CSV and journal are")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec.commandLine());
    SweepStatus.of(directory, Workloads.catalog(spec.root()), new SlurmClient(Set.of()))
        .lines()
        .forEach(line -> terminal.print(line + System.lineSeparator()));
    return ExitCode.DONE;
  }
}
