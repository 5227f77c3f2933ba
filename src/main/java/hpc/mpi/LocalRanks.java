package hpc.mpi;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The ranks of a job on this machine: this process is rank 0, the others are its children.
 *
 * <p>A child learns from its environment who it is ({@link RankIdentity#of}). It does not outlive
 * rank 0: while it starts, it finds nobody listening; later, its control connection ends.
 */
public final class LocalRanks {

  /** How long children may take to exit when they have left the job, and to write a recording. */
  private static final long EXIT_MILLIS = 30_000;

  /** How long children may take to exit by themselves when the job has ended early. */
  private static final long END_MILLIS = 500;

  private static final int SIGNAL_EXIT_CODES = 128;

  private final List<Process> children = new ArrayList<>();

  private LocalRanks() {}

  /**
   * Starts ranks 1 to {@code ranks - 1} and connects to them as rank 0.
   *
   * @param ranks the number of ranks, at least 1
   * @param command the complete command line of another rank: java, its options and arguments
   * @param timeouts how long to wait for the others
   * @param handler ends this process when the job cannot start or a rank is lost later
   * @return rank 0 of the job; closing it also waits for the children to exit
   * @throws UncheckedIOException if this process cannot listen for the others
   */
  public static MpjCommunicator start(
      int ranks, List<String> command, Timeouts timeouts, LossHandler handler) {
    String secret = JobSecret.random();
    RankIdentity identity = RankIdentity.local(0, ranks, 0, secret);
    LocalRanks local = new LocalRanks();
    Coordinator coordinator =
        Coordinator.open(
            identity,
            timeouts,
            (exitCode, line) -> {
              local.awaitExits(END_MILLIS);
              handler.jobEnds(exitCode, line);
            });
    for (int rank = 1; rank < ranks; rank++) {
      local.start(rank, ranks, secret, coordinator, command);
    }
    return MpjCommunicator.connect(coordinator, () -> local.awaitExits(EXIT_MILLIS));
  }

  private void start(
      int rank, int size, String secret, Coordinator coordinator, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put(RankIdentity.RANK, Integer.toString(rank));
    environment.put(RankIdentity.RANKS, Integer.toString(size));
    environment.put(RankIdentity.RENDEZVOUS, RankIdentity.LOOPBACK + ":" + coordinator.port());
    environment.put(Credentials.SECRET, secret);
    try {
      Process child = builder.start();
      synchronized (this) {
        children.add(child);
      }
      Thread.ofPlatform()
          .daemon()
          .name("hpc-child")
          .start(() -> coordinator.lost(rank, ending(child.onExit().join().exitValue())));
    } catch (IOException e) {
      throw coordinator.fail("it cannot start rank %s: %s".formatted(rank, e.getMessage()));
    }
  }

  private static String ending(int exitCode) {
    return exitCode > SIGNAL_EXIT_CODES
        ? "killed by signal " + (exitCode - SIGNAL_EXIT_CODES)
        : "exit code " + exitCode;
  }

  /** Children end by themselves when the job does; those that are suspended or hang are killed. */
  private synchronized void awaitExits(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    for (Process child : children) {
      try {
        child.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      child.destroyForcibly();
    }
  }
}
