package hpc.cli;

import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.exec.RealValue;
import hpc.exec.WholeValue;
import hpc.profile.MethodChoice;
import hpc.profile.ProfileView;
import hpc.profile.ViewRequest;
import hpc.sweep.OptionCatalog;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line; each command is a class of its own. */
@Command(
    name = "hpc",
    description = "Run, measure and compare model problems of cluster computing.",
    versionProvider = Build.VersionProvider.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status:",
      "  0      done",
      "  1      the computation failed, its answer is wrong or could not be written",
      "  2      an error on the command line or in a config, or an unfit machine",
      "  3      a rank was lost",
      "  128+n  stopped by signal n; 141: the reader of stdout has left",
      "",
      "hpc COMMAND --help describes a command."
    })
public final class HpcCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Options that the sweep itself decides. */
  private static final Set<String> NOT_SWEPT = Set.of("csv", "json", "help", "version");

  private final List<String> startedWith;

  private HpcCommand(List<String> startedWith) {
    this.startedWith = List.copyOf(startedWith);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command; accepted: " + shown(spec));
  }

  /** The commands below one, without the hidden ones. */
  static String shown(CommandSpec spec) {
    return spec.subcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /** Runs a command line; returns the exit status. */
  public static int execute(String... args) {
    return executeAs(List.of(), args);
  }

  /**
   * Runs the rest of a longer command line, as {@code hpc profile} does with a solver.
   *
   * @param startedWith the arguments before it, with which other ranks have to be started too
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
      // other threads meet the same limit: in a process of its own one reports it and ends all
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
   * Flushes {@code out}, which by itself hides failures.
   *
   * @throws IOException if something was not written: a disk is full, or a pipe is closed
   */
  static void requireWritten(PrintStream out) throws IOException {
    if (out.checkError()) {
      throw StandardOutput.failure(new IOException("standard output cannot be written"));
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

  /** The command that was called. */
  private static CommandLine named(CommandLine line) {
    return line.getParseResult().asCommandLineList().getLast();
  }

  /**
   * The parser for {@code args}. A solver's does not know the other commands: each takes about 10
   * ms to read.
   */
  static CommandLine commandLine(String... args) {
    return commandLine(List.of(), args);
  }

  /** All arguments with which this process was started, for a process that does the same. */
  static List<String> startWords(CommandSpec command) {
    CommandSpec root = command.root();
    List<String> words = new ArrayList<>(((HpcCommand) root.userObject()).startedWith);
    words.addAll(root.commandLine().getParseResult().originalArgs());
    return words;
  }

  private static CommandLine commandLine(List<String> startedWith, String... args) {
    CommandLine line = new CommandLine(new HpcCommand(startedWith));
    String first = args.length > 0 ? args[0] : "";
    Optional<ProblemType> problem = ProblemType.named(first);
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
        .registerConverter(RunOptions.CountRange.class, RunOptions.CountRange::parse)
        .registerConverter(ProblemType.class, ProblemType::parse)
        // a file whose name begins with @ is a file: its lines are no arguments
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Failures::refuse)
        .setExecutionExceptionHandler(Failures::report);
  }

  private static void addAll(CommandLine line) {
    ProblemType.all().forEach(problem -> line.addSubcommand(ProblemCommand.of(problem)));
    line.addSubcommand(new SweepCommand())
        .addSubcommand(new AggregateCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(ProfileCommand.create())
        .addSubcommand(new QuickstartCommand())
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new ClusterCommand())
        .addSubcommand(new CompletionCommand())
        .addSubcommand(PeerCommand.create())
        .registerConverter(TableOptions.Format.class, ChoiceConverter.of(TableOptions.Format.class))
        .registerConverter(
            SweepCommand.Executor.class, ChoiceConverter.of(SweepCommand.Executor.class))
        .registerConverter(MethodChoice.class, MethodChoice::parse)
        .registerConverter(ProfileView.class, ChoiceConverter.of(ProfileView.class))
        .registerConverter(ViewRequest.Sort.class, ChoiceConverter.of(ViewRequest.Sort.class))
        .registerConverter(ViewRequest.By.class, ChoiceConverter.of(ViewRequest.By.class));
  }

  /** The options that a sweep may vary, as the commands themselves have them. */
  static OptionCatalog catalog(CommandSpec command) {
    Map<String, Set<String>> options = new LinkedHashMap<>();
    Map<String, Set<String>> placeholders = new LinkedHashMap<>();
    for (ProblemType problem : ProblemType.all()) {
      Set<String> swept = options(command.root(), problem.name());
      problem.parameters().stream()
          .filter(parameter -> parameter.use() != Use.SWEPT)
          .forEach(parameter -> swept.remove(parameter.name()));
      options.put(problem.name(), swept);
      placeholders.put(problem.name(), problem.placeholders());
    }
    options.put(PeerCommand.COMMAND, options(command.root(), PeerCommand.COMMAND));
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
