package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Choice;
import hpc.exec.OutputFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc completion}: completions for bash, and man pages. */
@Command(
    name = "completion",
    description = "Print completions for bash; to use them: source <(hpc completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  @Option(
      names = "--install",
      paramLabel = "DIR",
      description =
          "write completions and man pages below DIR; bash-completion and man find those in"
              + " ~/.local/share")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine hpc = spec.parent().commandLine();
    CommandLine offered = HpcCommand.commandLine("completion");
    offer(offered);
    String completion = AutoComplete.bash(hpc.getCommandName(), offered);
    if (directory == null) {
      new Terminal(spec.commandLine()).print(completion);
      return ExitCode.DONE;
    }
    Map<OutputFile, String> files = new LinkedHashMap<>();
    files.put(
        file(
            "bash-completion/completions/" + hpc.getCommandName(),
            "# " + hpc.getCommandName() + " Bash Completion"),
        completion);
    addManPages(hpc.getCommandSpec(), files);
    OutputFile.requireReplaceable(List.copyOf(files.keySet()), List.of());
    files.forEach((file, text) -> file.replace(text.getBytes(UTF_8)));
    return ExitCode.DONE;
  }

  /**
   * Has picocli offer the accepted words, not the names of constants, and under a label for each
   * option: those that share a label would share their words.
   */
  private static void offer(CommandLine command) {
    CommandSpec described = command.getCommandSpec();
    for (OptionSpec option : List.copyOf(described.options())) {
      described.remove(option);
      OptionSpec.Builder changed =
          option.toBuilder().paramLabel(option.longestName().replace('-', '_'));
      words(option).ifPresent(changed::completionCandidates);
      described.addOption(changed.build());
    }
    command.getSubcommands().values().forEach(CompletionCommand::offer);
  }

  private static Optional<Set<String>> words(ArgSpec argument) {
    for (ITypeConverter<?> converter : argument.converters()) {
      if (converter instanceof ChoiceConverter<?> choice) {
        return Optional.of(choice.words());
      }
    }
    Object[] constants = argument.auxiliaryTypes()[0].getEnumConstants();
    return Optional.ofNullable(constants)
        .map(all ->
            Arrays.stream(all)
                .map(constant -> Choice.word((Enum<?>) constant))
                .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private void addManPages(CommandSpec command, Map<OutputFile, String> files) {
    ManPage page = new ManPage(command, Build.current().version());
    files.put(file("man/man1/" + page.name() + ".1", ManPage.MARK), page.roff());
    for (CommandLine subcommand : command.subcommands().values()) {
      if (!subcommand.getCommandSpec().usageMessage().hidden()) {
        addManPages(subcommand.getCommandSpec(), files);
      }
    }
  }

  private OutputFile file(String name, String mark) {
    return new OutputFile("--install", directory.resolve(name), mark);
  }
}
