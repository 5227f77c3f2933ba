package hpc.mpi;

import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.ControlMessage.Cause;
import hpc.mpi.ControlMessage.Peers;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The life of a job as one rank sees it: brings the ranks together, notices when one is lost, and
 * then ends them all.
 *
 * <p>The ranks form a star: each has one connection to rank 0, which stays open until the job is
 * done. A connection that ends before that, or that is silent for long, is a lost rank. Rank 0
 * decides, so that one line is printed in total; when it is lost itself, rank 1 prints.
 *
 * <p>A rank that is killed before it has connected is missed by a {@link LocalTaskWatcher}, or by
 * the parent that started it, and reported to rank 0. When rank 0 itself is missing, the lowest
 * rank left on its node stands in for it, only to tell the others that the job ends. Nobody can see
 * the loss of a task that was alone on its node, or of a whole node: then {@link Timeouts#startUp}
 * decides, unless {@code srun --kill-on-bad-exit=1} does before. (Nothing tells such a rank from
 * one on a slow node: neither has connected yet.)
 *
 * <p>Threads of this package are platform threads: the poller behind virtual ones would sit in
 * native code, for which the JVM waits 0.3 s when it exits.
 */
abstract sealed class JobControl permits Coordinator, WorkerRank {

  /** The exit code when the computation failed. */
  private static final int FAILED = 1;

  /** How long a rank waits for rank 0, which knows better which rank was lost, to end the job. */
  static final long VERDICT_MILLIS = 2_000;

  /** A signal to the whole job reaches all ranks within this time. */
  static final long SIGNAL_SPREAD_MILLIS = 2_000;

  /**
   * Time between two looks at {@link LocalTaskWatcher}. A look at a thousand processes takes some
   * ten milliseconds; most jobs have started before the first.
   */
  static final long LOOK_MILLIS = 1_000;

  /** Why a rank counts as lost that {@link LocalTaskWatcher} misses. */
  static final String GONE_EARLY = "its process ended before all had joined";

  /** A rank that has passed the last barrier leaves within this time. */
  static final long LEAVE_MILLIS = 10_000;

  final RankIdentity identity;
  final LocalTaskWatcher localTasks;
  final Timeouts timeouts;
  private final long startUpDeadline;
  private final LossHandler handler;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread exitHook = new Thread(this::exit, "hpc-exit");
  private volatile boolean stopping;
  private volatile Optional<ProgressWatch> progress = Optional.empty();

  JobControl(
      RankIdentity identity, LocalTaskWatcher localTasks, Timeouts timeouts, LossHandler handler) {
    this.identity = identity;
    this.localTasks = localTasks;
    this.timeouts = timeouts;
    this.handler = handler;
    this.startUpDeadline = System.nanoTime() + timeouts.startUp().toNanos();
  }

  /**
   * Joins the job of {@code identity}. This and other methods that wait throw an
   * IllegalStateException if the job has ended meanwhile (and its handler has returned).
   */
  static JobControl join(RankIdentity identity, Timeouts timeouts, LossHandler handler) {
    return identity.rank() == 0
        ? Coordinator.open(identity, timeouts, handler)
        : WorkerRank.join(identity, timeouts, handler);
  }

  /**
   * Waits for all ranks and tells each where the others listen.
   *
   * @param port where this rank listens
   * @return where each rank listens, in rank order, and the secret for {@link PeerMesh}
   */
  abstract Peers exchange(int port);

  /** Turns what {@link #exchange} returned into an address to connect to. */
  abstract InetSocketAddress reachable(Address address);

  /** Ends the job because this rank cannot go on; returns only if the handler does. */
  abstract void abort(int exitCode, String reason);

  /** Waits until every rank has done its part; from then on no rank counts as lost. */
  abstract void leave();

  /** Sends a question to the rank that it is for. */
  abstract void ask(Awaits question);

  /** Sends a heartbeat to the other side, and finds out who was silent too long. */
  abstract void beat();

  /** This process exits although the job is not done. */
  abstract void exiting(Cause cause);

  /**
   * Reports what looks like a lost peer. Which one, rank 0 knows better; only if rank 0 does not
   * end the job does this rank end it with what it knows.
   */
  final void suspect(String reason) {
    after(
        VERDICT_MILLIS,
        () -> {
          if (!isOver() && !stopping) {
            abort(LossHandler.LOST, reason);
          }
        });
  }

  /** As {@link #suspect}, for a caller to whom nothing sensible can be returned. */
  final IllegalStateException giveUp(String reason) {
    suspect(reason);
    return stopHere();
  }

  /** Starts what runs as long as the job does. */
  final void watch() {
    Runtime.getRuntime().addShutdownHook(exitHook);
    Thread.ofPlatform()
        .daemon()
        .name("hpc-heartbeat")
        .start(() -> {
          while (!isOver()) {
            // the pause is between beats, never made up for: after a suspension of the whole
            // job there is one beat, not all those that were missed
            pause(timeouts.heartbeat().toMillis());
            beat();
            progress.ifPresent(watch -> watch.questions().forEach(this::ask));
          }
        });
  }

  /** From now on notices also messages that were lost on their way. */
  final void watch(ProgressWatch.Traffic traffic) {
    progress = Optional.of(new ProgressWatch(traffic, timeouts.silentBeats()));
  }

  /** Answers a question to this rank: ends the job if what is awaited was sent and lost. */
  final void answer(Awaits question) {
    if (progress.isPresent() && progress.get().isLost(question)) {
      String reason = "what it sent to rank %s was lost on its way".formatted(question.rank());
      after(0, () -> abort(LossHandler.LOST, reason));
    }
  }

  /** Looks for the other ranks of this node as long as the job is {@code starting}. */
  final void watchLocalTasks(BooleanSupplier starting, IntConsumer lost) {
    if (localTasks.areKnown()) {
      Thread.ofPlatform()
          .daemon()
          .name("hpc-local-tasks")
          .start(() -> {
            pause(LOOK_MILLIS);
            while (!isOver() && starting.getAsBoolean()) {
              localTasks.lost().forEach(lost::accept);
              pause(LOOK_MILLIS);
            }
          });
    }
  }

  final boolean isOver() {
    return over.get();
  }

  /** Whether this call, and none before, ends the job for this rank. */
  final boolean isFirstToEnd() {
    return over.compareAndSet(false, true);
  }

  /** Hands over to the handler. */
  final void end(int exitCode, Optional<String> line) {
    // a process that a signal stops goes on to do so: other shutdown hooks may have work to finish
    if (!stopping) {
      handler.jobEnds(exitCode, line);
    }
    ended.countDown();
  }

  /** Ends the job because of trouble on this machine. */
  final IllegalStateException fail(String reason) {
    abort(FAILED, reason);
    return stopHere();
  }

  /** Waits for {@code future}; {@code tooLate} ends the job if that takes too long. */
  final <T> T await(Future<T> future, long millis, Runnable tooLate) {
    try {
      return future.get(Math.max(1, millis), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      tooLate.run();
    } catch (CancellationException | ExecutionException | InterruptedException e) {
      // the job has ended; so it does below
    }
    throw stopHere();
  }

  /** Waits for the end that is on its way; the exception is for handlers that return. */
  final IllegalStateException stopHere() {
    awaitEnd();
    return new IllegalStateException("the job has ended");
  }

  final void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The job is done. */
  final void release() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException e) {
      // the process exits while the job ends well: nothing to tell
    }
  }

  /** Whether a signal is stopping this process. */
  final boolean isStopping() {
    return stopping;
  }

  final long startUpMillisLeft() {
    return (startUpDeadline - System.nanoTime()) / 1_000_000;
  }

  static String lost(int rank, String node, String reason) {
    return "hpc: rank %s on %s was lost (%s); the job ends".formatted(rank, node, reason);
  }

  /** The line about a rank that gives up; empty if it gives no reason. */
  static String failed(int rank, String node, String reason) {
    return reason.isEmpty()
        ? ""
        : "hpc: rank %s on %s failed: %s; the job ends".formatted(rank, node, reason);
  }

  /** Runs {@code action} later, on a thread of its own. */
  static void after(long millis, Runnable action) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          pause(millis);
          action.run();
        });
  }

  /** Whether {@code condition} comes to hold within {@code millis}; asks again after a pause. */
  static boolean holdsWithin(long millis, long pauseMillis, BooleanSupplier condition) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    boolean holds = condition.getAsBoolean();
    while (!holds && System.nanoTime() - deadline < 0) {
      pause(pauseMillis);
      holds = condition.getAsBoolean();
    }
    return holds;
  }

  static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exit() {
    if (!isOver()) {
      stopping = isStoppedBySignal();
      exiting(stopping ? Cause.SIGNAL : Cause.EXIT);
      if (!stopping) {
        // never exit 0: the end of the job comes with its own exit code
        awaitEnd();
      }
    }
  }

  /**
   * The JVM runs a deadly signal's shutdown on a thread that it calls "SIGTERM handler" or the
   * like; nothing else tells a signal from a call of System.exit.
   */
  private static boolean isStoppedBySignal() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .anyMatch(name -> name.startsWith("SIG") && name.endsWith(" handler"));
  }
}
