package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of a sweep that run at this moment. Another thread may stop them all at any time;
 * none is started after that.
 */
final class RunningPoints {

  /** Names the directory of the sweep in the environment of its points. */
  static final String DIRECTORY_VARIABLE = "HPC_SWEEP";

  private final Set<ChildProcess> running = new LinkedHashSet<>();
  private boolean stopped;

  @FunctionalInterface
  interface Starter {
    ChildProcess start() throws IOException;
  }

  /** Starts one more; empty if they have been stopped. */
  synchronized Optional<ChildProcess> start(Starter starter) throws IOException {
    if (stopped) {
      return Optional.empty();
    }
    ChildProcess child = starter.start();
    running.add(child);
    return Optional.of(child);
  }

  synchronized void remove(ChildProcess child) {
    running.remove(child);
  }

  synchronized boolean stopped() {
    return stopped;
  }

  /** Waits until one has ended, not longer than {@code atMost}. */
  void awaitOne(Duration atMost) throws InterruptedException {
    CompletableFuture<?>[] ends;
    synchronized (this) {
      ends = running.stream().map(ChildProcess::end).toArray(CompletableFuture[]::new);
    }
    if (ends.length == 0) {
      TimeUnit.MILLISECONDS.sleep(atMost.toMillis());
      return;
    }
    try {
      CompletableFuture.anyOf(ends).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // they run on
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process is no failure", e);
    }
  }

  /**
   * Ends all: a request to each first, after {@code grace} by force. Returns when they are gone.
   */
  void stop(Duration grace) throws InterruptedException {
    List<ChildProcess> all;
    synchronized (this) {
      stopped = true;
      all = List.copyOf(running);
    }
    ChildProcess.end(all, grace);
  }

  /**
   * Ends points on this machine that outlived an earlier sweep in {@code directory}, which was
   * killed: they would disturb what its successor measures. Steps of Slurm do; what starts here
   * ends with the sweep, unless the shell that sees to it was killed as well.
   */
  static void endOrphans(Path directory, Duration grace) throws InterruptedException {
    String mark = "\0" + DIRECTORY_VARIABLE + "=" + directory + "\0";
    long own = ProcessHandle.current().pid();
    List<ProcessHandle> orphans =
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() != own && environment(process).contains(mark))
            .toList();
    orphans.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : orphans) {
      try {
        process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
      }
    }
  }

  private static String environment(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return "\0" + new String(bytes, UTF_8);
    } catch (IOException e) {
      return ""; // another user's, or it has ended since it was listed
    }
  }
}
