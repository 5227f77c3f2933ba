package hpc.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line, as a table of contents; each command is a class of its own. */
@Command(
    name = "hpc",
    description = "Two model problems of cluster computing, run, measured and compared.",
    versionProvider = Build.VersionProvider.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      SieveCommand.class,
      DiffusionCommand.class,
      SweepCommand.class,
      AggregateCommand.class,
      QuickstartCommand.class,
      DoctorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 done; 1 the computation failed or did not verify; 2 wrong words or an unfit",
      "machine; 3 a rank was lost; 128+n stopped by signal n."
    })
public final class HpcCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; accepted: " + commands());
  }

  private String commands() {
    return String.join(", ", spec.subcommands().keySet());
  }

  /**
   * Runs the command that the words name.
   *
   * @param args the words
   * @return the exit status
   */
  public static int execute(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new HpcCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(HpcCommand::refuse)
        .setExecutionExceptionHandler(Failures::report);
  }

  /** Says what is wrong in one line; every rank of a job parses the same words, one speaks. */
  private static int refuse(ParameterException e, String[] args) {
    String hint = "";
    if (e instanceof UnmatchedArgumentException unmatched) {
      hint =
          unmatched.getSuggestions().stream()
              .findFirst()
              .map(nearest -> "; did you mean " + nearest + "?")
              .orElse("");
    }
    Failures.say(e.getCommandLine(), e.getMessage() + hint);
    return ExitCode.USAGE;
  }
}
