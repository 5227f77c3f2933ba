package hpc.cli;

import hpc.exec.FileError;
import hpc.exec.Printable;
import hpc.mpi.Credentials.NodeRefusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an exception into one line on stderr and an exit status. */
final class Failures {

  private Failures() {}

  /** Called by picocli for a wrong command line. */
  static int refuse(ParameterException e, String[] args) {
    say(e.getCommandLine(), usageLine(e));
    return ExitCode.USAGE;
  }

  /** Called by picocli when a command throws. */
  static int report(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command);
  }

  /** Reports {@code e}, with its stack trace under -v; returns the exit status. */
  static int report(Throwable e, CommandLine command) {
    String line = line(e);
    if (!line.isEmpty()) {
      // only this node knows what is wrong with it: the first of its ranks reports it
      say(
          command,
          line,
          e instanceof NodeRefusal ? ProcessRole::isFirstOfNode : ProcessRole::isRankZero);
    }
    if (command.getParseResult().hasMatchedOption("-v")) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace, true));
      command.getErr().print(Printable.text(trace.toString()));
      command.getErr().flush();
    }
    return status(e);
  }

  /** Prints one line, headed by the command's name. */
  static void say(CommandLine command, String line) {
    // every rank of a job meets the same error: one of them reports it
    say(command, line, ProcessRole::isRankZero);
  }

  private static void say(
      CommandLine command, String line, Predicate<Map<String, String>> reports) {
    if (reports.test(System.getenv())) {
      command
          .getErr()
          .println(command.getCommandSpec().qualifiedName() + ": " + Printable.line(line));
      command.getErr().flush();
    } else {
      leaveTimeToReport();
    }
  }

  /** A launcher that sees a rank fail may end the others before they have said why. */
  private static void leaveTimeToReport() {
    try {
      TimeUnit.SECONDS.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** 2 for what other arguments or another machine can fix, 1 for everything else. */
  static int status(Throwable e) {
    if (StandardOutput.isClosed(e)) {
      return ExitCode.CLOSED_PIPE;
    }
    return e instanceof IllegalArgumentException || lacksThreads(e)
        ? ExitCode.USAGE
        : ExitCode.FAILED;
  }

  /** The JVM has no type for it, only this text. */
  private static boolean lacksThreads(Throwable e) {
    return e instanceof OutOfMemoryError
        && String.valueOf(reason(e)).contains("unable to create native thread");
  }

  /** What went wrong, as one line. */
  static String line(Throwable e) {
    String text =
        switch (e) {
          case IOException io when StandardOutput.isClosed(io) -> "";
          case UncheckedIOException io when StandardOutput.isClosed(io) -> "";
          case UncheckedIOException wrapped when plain(wrapped) -> line(wrapped.getCause());
          case FileSystemException file when file.getFile() != null ->
              FileError.of(Path.of(file.getFile()), file).getMessage();
          case OutOfMemoryError full when lacksThreads(full) ->
              "no further thread can be started: a limit of processes is reached (ulimit -u, or"
                  + " pids.max of the control group); raise it, or use fewer --threads and --ranks";
          case OutOfMemoryError full ->
              "out of memory: %s; the heap is %s MiB: ask Slurm for more (--mem) or compute less"
                  .formatted(reason(full), Runtime.getRuntime().maxMemory() >> 20);
          case IllegalArgumentException usage -> usage.getMessage();
          case IOException io -> io.getMessage();
          case UncheckedIOException io -> io.getMessage();
          default -> e.getClass().getSimpleName() + ": " + e.getMessage();
        };
    return text == null ? e.getClass().getSimpleName() : text;
  }

  /** The message, or that of what another thread threw: ForkJoin passes on copies without one. */
  private static String reason(Throwable e) {
    return e.getMessage() == null && e.getCause() != null ? reason(e.getCause()) : e.getMessage();
  }

  /** Whether the wrapper says no more than its cause. */
  private static boolean plain(UncheckedIOException e) {
    return e.getMessage() == null || e.getMessage().equals(e.getCause().toString());
  }

  /** A wrong command line as one line: the option, the value, what is wrong, what is accepted. */
  private static String usageLine(ParameterException e) {
    // a misspelt option is also a missing one: the misspelt one is the better clue
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    return switch (e) {
      case UnmatchedArgumentException _ -> unknown(e.getCommandLine(), unknown);
      case MissingParameterException _ when !unknown.isEmpty() ->
          unknown(e.getCommandLine(), unknown);
      case MissingParameterException missing -> missing(missing.getMissing().getFirst());
      case OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + ": given twice; accepted: once";
      default -> e.getArgSpec() == null ? e.getMessage() : refused(e);
    };
  }

  private static String unknown(CommandLine command, List<String> arguments) {
    String word = arguments.getFirst();
    String nearest =
        new UnmatchedArgumentException(command, List.of(word))
            .getSuggestions().stream().findFirst().map(" did you mean %s?"::formatted).orElse("");
    if (word.startsWith("-")) {
      return word + ": no such option;" + (nearest.isEmpty() ? " see --help" : nearest);
    }
    if (command.getSubcommands().isEmpty()) {
      return word + ": one argument too many; see --help";
    }
    return "%s: no such command;%s accepted: %s"
        .formatted(word, nearest, HpcCommand.shown(command.getCommandSpec()));
  }

  private static String missing(ArgSpec argument) {
    return "%s: missing (%s)".formatted(shown(argument), argument.description()[0]);
  }

  private static String refused(ParameterException e) {
    String value = e.getValue().isBlank() ? "'" + e.getValue() + "'" : e.getValue();
    // our converters say what they accept
    String why =
        e.getCause() instanceof IllegalArgumentException ours
            ? ours.getMessage()
            : "accepted: "
                + (e.getArgSpec().arity().max() > 0 ? shown(e.getArgSpec()) : "no value");
    return "%s %s: %s".formatted(name(e.getArgSpec()), value, why);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String shown(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + argument.paramLabel()
        : argument.paramLabel();
  }
}
