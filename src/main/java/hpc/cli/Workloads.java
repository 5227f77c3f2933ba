package hpc.cli;

import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.exec.ProblemTypes;
import hpc.sweep.OptionCatalog;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Which options a sweep may vary: those of the solver commands, read off the commands themselves.
 */
final class Workloads {

  /** What the sweep itself decides. */
  private static final Set<String> NOT_SWEPT = Set.of("csv", "json", "help", "version");

  private Workloads() {}

  /** Command to its options, without dashes. */
  static OptionCatalog catalog(CommandSpec root) {
    Map<String, Set<String>> options = new LinkedHashMap<>();
    Map<String, Set<String>> placeholders = new LinkedHashMap<>();
    for (ProblemType problem : ProblemTypes.all()) {
      Set<String> swept = options(root, problem.name());
      problem.parameters().stream()
          .filter(parameter -> parameter.use() != Use.SWEPT)
          .forEach(parameter -> swept.remove(parameter.name()));
      options.put(problem.name(), swept);
      placeholders.put(problem.name(), problem.placeholders());
    }
    options.put(PeerCommand.COMMAND, options(root, PeerCommand.COMMAND));
    return new OptionCatalog(options, placeholders);
  }

  private static Set<String> options(CommandSpec root, String command) {
    return root.subcommands().get(command).getCommandSpec().options().stream()
        .map(OptionSpec::longestName)
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .filter(name -> !NOT_SWEPT.contains(name))
        .collect(Collectors.toSet());
  }
}
