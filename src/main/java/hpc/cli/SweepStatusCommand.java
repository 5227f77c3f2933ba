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
    description = "Show the progress of a sweep, while it runs or after it has stopped.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For a submitted sweep it says how the jobs ended whose points are not done.",
      "The time left is the mean time of the points done, times the points left.",
      "Example: hpc sweep status results/sieve_forkjoin"
    })
final class SweepStatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "directory of the sweep: its CSV file and journal")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Terminal terminal = new Terminal(spec.commandLine());
    SweepStatus.of(directory, HpcCommand.catalog(spec), new SlurmClient(Set.of()))
        .lines()
        .forEach(terminal::println);
    return ExitCode.DONE;
  }
}
