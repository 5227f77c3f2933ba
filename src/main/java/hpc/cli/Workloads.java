package hpc.cli;

import hpc.sweep.OptionCatalog;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Which options a sweep may vary: those of the solver commands, read off the commands themselves.
 */
final class Workloads {

  private static final List<String> COMMANDS = List.of("sieve", "diffusion", "command");

  /** What the sweep itself decides, or what keeps a point from measuring. */
  private static final Set<String> NOT_SWEPT =
      Set.of(
          "csv",
          "json",
          "help",
          "version",
          "print",
          "checkpoint",
          "checkpoint-every",
          "restart",
          "roofline",
          "stress",
          "output",
          "output-every",
          "output-format",
          "output-range");

  private Workloads() {}

  /** Command to its options, without dashes. */
  static OptionCatalog catalog(CommandSpec root) {
    return new OptionCatalog(
        COMMANDS.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    command -> options(root.subcommands().get(command).getCommandSpec()))),
        PeerCommand.PARAMETERS);
  }

  private static Set<String> options(CommandSpec command) {
    return command.options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .filter(name -> !NOT_SWEPT.contains(name))
        .collect(Collectors.toSet());
  }
}
