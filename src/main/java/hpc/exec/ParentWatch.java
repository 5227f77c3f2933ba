package hpc.exec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;

/**
 * Ends a process, and all below it, when this one is gone, also by {@code kill -9}: a shell waits
 * at a pipe of which only this process has the other end. It takes no time from what it watches.
 */
public final class ParentWatch implements Closeable {

  /** Who is to be ended is stopped first, so that nothing is started while its children are. */
  private static final String SCRIPT =
      """
      trap '' HUP INT QUIT TERM
      end() {
        kill -STOP "$1"
        for child in $(cat /proc/"$1"/task/*/children); do
          end "$child"
        done
        kill -KILL "$1"
      }
      read -r hpc_pid && test "$hpc_pid" || exit
      read -r hpc_line || end "$hpc_pid"
      """;

  private final Process shell;

  private ParentWatch(Process shell) {
    this.shell = shell;
  }

  /**
   * Starts the shell; before the process, which then is watched almost from its first moment on.
   */
  public static ParentWatch start() throws IOException {
    return new ParentWatch(
        new ProcessBuilder("/bin/sh", "-c", SCRIPT)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Has it end {@code pid} when this process is gone. */
  public void over(long pid) {
    say(Long.toString(pid));
  }

  /** Has it watch no longer, since the process has ended: another one may get its number. */
  @Override
  public void close() {
    say("");
    try {
      shell.getOutputStream().close();
    } catch (IOException e) {
      // the shell has been killed
    }
  }

  private void say(String line) {
    try {
      OutputStream pipe = shell.getOutputStream();
      pipe.write((line + "\n").getBytes(US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // the shell has been killed
    }
  }
}
