package hpc.cli;

import hpc.exec.Printable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Where a command writes: results to stdout, everything else to stderr with the command's name. */
final class Terminal {

  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private final String command;
  private final PrintStream out;
  private final PrintStream err;

  Terminal(CommandLine commandLine) {
    this(commandLine.getCommandSpec().qualifiedName(), System.out, System.err);
  }

  Terminal(String command, PrintStream out, PrintStream err) {
    this.command = command;
    this.out = out;
    this.err = err;
  }

  /** A result. */
  void print(String text) {
    out.print(Printable.text(text));
    out.flush();
  }

  /** A line of a result. */
  void println(String line) {
    print(line + System.lineSeparator());
  }

  /** One line that people should see, and programs that read the result should not. */
  void warn(String line) {
    err.println(command + ": " + Printable.line(line));
  }

  /** Whether stderr is a terminal, rather than a file or a pipe. */
  boolean isWatched() {
    try {
      Path stderr = Files.readSymbolicLink(STDERR);
      return stderr.startsWith("/dev/pts") || stderr.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  PrintStream err() {
    return err;
  }

  /** A message for people, without the command's name. */
  void say(String line) {
    err.println(Printable.line(line));
  }
}
