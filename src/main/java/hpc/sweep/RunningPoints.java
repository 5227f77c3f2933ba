package hpc.sweep;

import java.io.IOException;
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

  private final Set<ChildProcess> running = new LinkedHashSet<>();
  private boolean stopped;

  /** Starts a process. */
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

  /** One has ended. */
  synchronized void remove(ChildProcess child) {
    running.remove(child);
  }

  synchronized boolean stopped() {
    return stopped;
  }

  private synchronized List<ChildProcess> none() {
    stopped = true;
    return List.copyOf(running);
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
   *
   * @throws InterruptedException if the wait is interrupted; force has been used then
   */
  void stop(Duration grace) throws InterruptedException {
    ChildProcess.end(none(), grace);
  }
}
