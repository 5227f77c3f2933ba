package hpc.mpi;

import java.io.PrintStream;
import java.util.Optional;

/**
 * What a process does when the job cannot go on: a rank was lost, or one gave up.
 *
 * <p>It is called once, on a thread of its own; the threads that were sending or receiving then
 * never return. One rank of the job gets the line that says what happened.
 */
@FunctionalInterface
public interface LossHandler {

  /** The exit code of every rank of a job that lost one. */
  int LOST = 3;

  /**
   * Ends this process.
   *
   * @param exitCode the exit code of every rank
   * @param line what happened, for the one rank that prints it; empty on the others
   */
  void jobEnds(int exitCode, Optional<String> line);

  /**
   * Prints the line on stderr and halts. Shutdown hooks are left out: they might wait for the
   * thread that waits for the lost rank.
   */
  static LossHandler halting() {
    PrintStream stderr = System.err;
    return (exitCode, line) -> {
      // one write: ranks share the terminal, and println may be torn by another rank's line
      line.filter(text -> !text.isEmpty())
          .ifPresent(text -> stderr.print(text + System.lineSeparator()));
      stderr.flush();
      Runtime.getRuntime().halt(exitCode);
    };
  }
}
