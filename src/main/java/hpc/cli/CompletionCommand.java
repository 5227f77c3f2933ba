package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.AsideFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc completion}: what the shell and {@code man} are to know of the commands. */
@Command(
    name = "completion",
    description = "Print the completion of commands and options for bash: source <(hpc completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {

  @Option(
      names = "--install",
      paramLabel = "DIR",
      description =
          "write it below DIR, the man pages too, as ~/.local/share has them, where bash-completion"
              + " and man look by themselves")
  private Path directory;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    CommandLine hpc = spec.parent().commandLine();
    String completion = AutoComplete.bash(hpc.getCommandName(), hpc);
    if (directory == null) {
      new Terminal(spec.commandLine()).print(completion);
      return ExitCode.DONE;
    }
    write("bash-completion/completions/" + hpc.getCommandName(), completion);
    writeManPages(hpc.getCommandSpec());
    return ExitCode.DONE;
  }

  private void writeManPages(CommandSpec command) {
    ManPage page = new ManPage(command, Build.current().version());
    write("man/man1/" + page.name() + ".1", page.roff());
    for (CommandLine subcommand : command.subcommands().values()) {
      if (!subcommand.getCommandSpec().usageMessage().hidden()) {
        writeManPages(subcommand.getCommandSpec());
      }
    }
  }

  private void write(String file, String content) {
    AsideFile.replaceNamed("--install", directory.resolve(file), content.getBytes(UTF_8));
  }
}
