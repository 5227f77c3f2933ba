package hpc.exec;

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
      read -r hpc_line || end "$1"
      """;

  private final Process shell;

  private ParentWatch(Process shell) {
    this.shell = shell;
  }

  /**
   * Begins to watch.
   *
   * @param pid who is to be ended with this process
   */
  public static ParentWatch over(long pid) throws IOException {
    return new ParentWatch(
        new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sh", Long.toString(pid))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  /** Has it watch no longer, since the process has ended: another one may get its number. */
  @Override
  public void close() {
    try (OutputStream pipe = shell.getOutputStream()) {
      pipe.write('\n');
    } catch (IOException e) {
      // the shell has been killed
    }
  }
}
