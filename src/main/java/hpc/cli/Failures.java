package hpc.cli;

import hpc.exec.FileError;
import hpc.exec.Printable;
import hpc.mpi.StepTrust.NodeRefusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into one line on stderr and an exit status. */
final class Failures {

  private Failures() {}

  /** What picocli calls when the words make no command. */
  static int refuse(ParameterException e, String[] words) {
    say(e.getCommandLine(), UsageErrors.line(e));
    return ExitCode.USAGE;
  }

  /** What picocli calls when a command throws. */
  static int report(Exception e, CommandLine command, ParseResult words) {
    return report(e, command);
  }

  /** Tells of {@code e}, with a stack trace if that was asked for; returns the exit status. */
  static int report(Throwable e, CommandLine command) {
    String line = line(e);
    if (!line.isEmpty()) {
      // what is amiss on one node only, the ranks of the others cannot tell
      say(
          command,
          line,
          e instanceof NodeRefusal ? ProcessRole::speaksForNode : ProcessRole::speaks);
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
    // every rank of a job meets the same wrong word: one of them speaks
    say(command, line, ProcessRole::speaks);
  }

  private static void say(
      CommandLine command, String line, Predicate<Map<String, String>> isSpokesman) {
    if (isSpokesman.test(System.getenv())) {
      command
          .getErr()
          .println(command.getCommandSpec().qualifiedName() + ": " + Printable.line(line));
      command.getErr().flush();
    } else {
      letTheOtherSpeak();
    }
  }

  /** A launcher that sees a rank fail may end the others before they have said why. */
  private static void letTheOtherSpeak() {
    try {
      TimeUnit.SECONDS.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** 2 for what other arguments or another machine can mend, 1 for everything else. */
  static int status(Throwable e) {
    if (ClosedPipe.caused(e)) {
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
          case IOException io when ClosedPipe.caused(io) -> "";
          case UncheckedIOException io when ClosedPipe.caused(io) -> "";
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
}
