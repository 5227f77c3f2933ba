package hpc.cli;

import hpc.exec.Choice;
import hpc.exec.Parameter;
import hpc.exec.ProblemType;
import hpc.exec.ProblemTypes;
import hpc.exec.RealValue;
import hpc.exec.WholeValue;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.ProfileViews;
import hpc.profile.ViewRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line, as a table of contents; each command is a class of its own. */
@Command(
    name = "hpc",
    description = "Two model problems of cluster computing, run, measured and compared.",
    versionProvider = Build.VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status:",
      "  0      done",
      "  1      the computation failed, did not verify or could not be written",
      "  2      wrong words on the command line or in a config, or an unfit machine",
      "  3      a rank was lost",
      "  128+n  stopped by signal n; 141: nobody reads stdout any more",
      "",
      "hpc COMMAND --help tells more."
    })
public final class HpcCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private final List<String> startedWith;

  private HpcCommand(List<String> startedWith) {
    this.startedWith = List.copyOf(startedWith);
  }

  /** Without a command there is nothing to do but say which there are. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; accepted: " + shown(spec));
  }

  /** The commands below one, without those that people need not know. */
  static String shown(CommandLine.Model.CommandSpec spec) {
    return spec.subcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /**
   * Runs the command that the words name.
   *
   * @param args the words
   * @return the exit status
   */
  public static int execute(String... args) {
    return executeAs(List.of(), args);
  }

  /**
   * Runs the command that the words name, as a part of a longer one: {@code hpc profile} runs a
   * solver so.
   *
   * @param startedWith the words that came before, with which other ranks have to be started too
   * @param args the words
   * @return the exit status
   */
  public static int executeAs(List<String> startedWith, String... args) {
    CommandLine line = commandLine(startedWith, args);
    try {
      int status = line.execute(args);
      if (status == ExitCode.DONE) {
        requireWritten(System.out);
      }
      return status;
    } catch (VirtualMachineError e) {
      // other threads meet the same limit: in a process of its own one of them speaks and ends it
      Thread.UncaughtExceptionHandler end = Thread.getDefaultUncaughtExceptionHandler();
      if (end != null) {
        end.uncaughtException(Thread.currentThread(), e);
      }
      return Failures.report(e, named(line));
    } catch (Error | IOException e) {
      // picocli hands over exceptions only: an Error comes all the way up
      return Failures.report(e, named(line));
    }
  }

  /**
   * Flushes {@code out}, which keeps to itself what goes wrong.
   *
   * @throws IOException if something was not written: a disk is full, or a pipe is closed
   */
  static void requireWritten(PrintStream out) throws IOException {
    if (out.checkError()) {
      throw ClosedPipe.or(new IOException("standard output cannot be written"));
    }
  }

  /**
   * Says in one line why the process cannot go on.
   *
   * @return the exit status
   */
  public static int giveUp(VirtualMachineError e) {
    System.err.println("hpc: " + Failures.line(e));
    return Failures.status(e);
  }

  /** The command that the words have named. */
  private static CommandLine named(CommandLine line) {
    return line.getParseResult().asCommandLineList().getLast();
  }

  /**
   * The command line that understands {@code args}. Commands that they do not name are not even
   * read where that is safe: reading one takes about 10 ms.
   */
  static CommandLine commandLine(String... args) {
    return commandLine(List.of(), args);
  }

  /** All words with which this process was started, for a process that does the same. */
  static List<String> startWords(CommandLine.Model.CommandSpec command) {
    CommandLine.Model.CommandSpec root = command.root();
    List<String> words = new ArrayList<>(((HpcCommand) root.userObject()).startedWith);
    words.addAll(root.commandLine().getParseResult().originalArgs());
    return words;
  }

  private static CommandLine commandLine(List<String> startedWith, String... args) {
    CommandLine line = new CommandLine(new HpcCommand(startedWith));
    String first = args.length > 0 ? args[0] : "";
    Optional<ProblemType> problem = ProblemTypes.named(first);
    if (problem.isPresent()) {
      line.addSubcommand(ProblemCommand.of(problem.get()));
    } else if (first.equals(PeerCommand.COMMAND)) {
      line.addSubcommand(PeerCommand.create());
    } else if (!first.equals("--version")) {
      addAll(line);
    }
    return line.registerConverter(Path.class, Parameter::fileNamed)
        .registerConverter(Integer.class, text -> WholeValue.parse(text).small())
        .registerConverter(int.class, text -> WholeValue.parse(text).small())
        .registerConverter(Double.class, RealValue::parse)
        .registerConverter(double.class, RealValue::parse)
        .registerConverter(CountRange.class, CountRange::parse)
        .registerConverter(ProblemType.class, ProblemTypes::parse)
        // a file whose name begins with @ is a file: its lines are no arguments
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Failures::refuse)
        .setExecutionExceptionHandler(Failures::report);
  }

  private static void addAll(CommandLine line) {
    ProblemTypes.all().forEach(problem -> line.addSubcommand(ProblemCommand.of(problem)));
    line.addSubcommand(new SweepCommand())
        .addSubcommand(new AggregateCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(ProfileCommand.create())
        .addSubcommand(new QuickstartCommand())
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new ClusterCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(PeerCommand.create())
        .registerConverter(TableFormat.class, ChoiceConverter.of(TableFormat.class))
        .registerConverter(
            SweepCommand.Executor.class, ChoiceConverter.of(SweepCommand.Executor.class))
        .registerConverter(MethodChoice.class, MethodChoice::parse)
        .registerConverter(
            ProfileView.class, new ChoiceConverter<>(new Choice<>(ProfileViews.all())))
        .registerConverter(ViewRequest.Sort.class, ChoiceConverter.of(ViewRequest.Sort.class))
        .registerConverter(ViewRequest.By.class, ChoiceConverter.of(ViewRequest.By.class));
  }
}
