package hpc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Nobody reads standard output any more, as after {@code hpc ... --print | head -1}. The command
 * ends without a message and with the status of a program that SIGPIPE has killed.
 */
final class ClosedPipe extends IOException {

  private static final long serialVersionUID = 1;

  private ClosedPipe(IOException cause) {
    super("nobody reads standard output", cause);
  }

  /** What a failed write to standard output means: a file or a device fails for other reasons. */
  static IOException or(IOException failure) {
    return isPipe() ? new ClosedPipe(failure) : failure;
  }

  /** Whether {@code e} or what caused it is a closed pipe. */
  static boolean caused(Throwable e) {
    return e != null && (e instanceof ClosedPipe || caused(e.getCause()));
  }

  /** The text of an error depends on the locale, the kind of file does not. */
  private static boolean isPipe() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return target.startsWith("pipe:") || target.startsWith("socket:");
    } catch (IOException e) {
      return false;
    }
  }
}
