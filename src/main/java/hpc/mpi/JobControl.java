package hpc.mpi;

import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.ControlMessage.Cause;
import hpc.mpi.ControlMessage.Peers;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The life of a job as one rank sees it: brings the ranks together, notices when one is lost, and
 * ends them all then.
 *
 * <p>The ranks form a star: each has one connection to rank 0, which stays open until the job is
 * done. A connection that ends before that, or on which nothing is heard for long, is a lost rank.
 * Rank 0 judges, so that one line is printed in total; when it is lost itself, rank 1 prints.
 *
 * <p>A rank that is killed before it has connected is missed by its {@link LocalTaskWatcher}, or by
 * the parent that started it. Rank 0 is told; when it is rank 0 that is missing, the lowest rank
 * left on its node takes its place at the rendezvous, for no more than telling the others the end.
 * What nobody can see is a task killed that early that was alone on its node, or a whole node of
 * them: then {@link Timeouts#startUp} decides, unless {@code srun --kill-on-bad-exit=1} does
 * before. (Nothing tells such a rank from one on a slow node: both only do not connect yet.)
 *
 * <p>Threads of this package are platform threads: the poller behind virtual ones would sit in
 * native code, for which the JVM waits 0.3 s when it exits.
 */
abstract sealed class JobControl permits Coordinator, WorkerRank {

  /** The exit code when the computation failed. */
  private static final int FAILED = 1;

  /** How long a witness waits for the verdict of rank 0, which knows the name of the lost rank. */
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
  final LocalTaskWatcher siblings;
  final Timeouts patience;
  final long startUpDeadline;
  private final LossHandler handler;
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread exitHook = new Thread(this::exit, "hpc-exit");
  private volatile boolean stopping;
  private volatile ProgressWatch progress;

  JobControl(
      RankIdentity identity,
      LocalTaskWatcher siblings,
      Timeouts patience,
      long startUpDeadline,
      LossHandler handler) {
    this.identity = identity;
    this.siblings = siblings;
    this.patience = patience;
    this.handler = handler;
    this.startUpDeadline = startUpDeadline;
    this.progress = new ProgressWatch(Traffic.unknown(), patience.silentBeats());
  }

  /**
   * Joins the job of {@code identity}.
   *
   * @throws IllegalStateException if the job has ended meanwhile (and its handler has returned)
   */
  static JobControl join(RankIdentity identity, Timeouts patience, LossHandler handler) {
    return identity.rank() == 0
        ? Coordinator.open(identity, patience, handler)
        : WorkerRank.join(identity, patience, handler);
  }

  /**
   * Waits for all ranks and tells each where the others listen.
   *
   * @param port where this rank listens
   * @return where each rank listens, in rank order, and the secret for {@link PeerMesh}
   * @throws IllegalStateException if the job has ended meanwhile (and its handler has returned)
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

  /** Gives a sign of life to the other side, and finds out who was silent too long. */
  abstract void beat();

  /** This process exits although the job is not done. */
  abstract void exiting(Cause cause);

  /**
   * Something that this rank saw looks like a lost peer. Which one, rank 0 knows better; only if
   * nothing comes from there does this rank end the job with what it knows.
   */
  final void suspect(String reason) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          pause(VERDICT_MILLIS);
          if (!isOver() && !stopping) {
            abort(LossHandler.LOST, reason);
          }
        });
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
            pause(patience.heartbeat().toMillis());
            beat();
            progress
                .stalled()
                .forEach(
                    it -> ask(new Awaits(identity.rank(), it.peer(), it.kind(), it.received())));
          }
        });
  }

  /** From now on notices also messages that were lost on their way. */
  final void watch(Traffic traffic) {
    progress = new ProgressWatch(traffic, patience.silentBeats());
  }

  /** A question for this rank. */
  final void asked(Awaits question) {
    if (progress.isLost(question)) {
      String reason = "what it sent to rank %s was lost on its way".formatted(question.rank());
      Thread.ofPlatform().daemon().start(() -> abort(LossHandler.LOST, reason));
    }
  }

  /** Looks after the other ranks of this node as long as the job is {@code starting}. */
  final void watchSiblings(BooleanSupplier starting, IntConsumer lost) {
    if (siblings.areKnown()) {
      Thread.ofPlatform()
          .daemon()
          .name("hpc-siblings")
          .start(() -> {
            pause(LOOK_MILLIS);
            while (!isOver() && starting.getAsBoolean()) {
              siblings.lost().forEach(lost::accept);
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

  /** What is said of a rank that gives up; nothing where it gives no reason. */
  static String failed(int rank, String node, String reason) {
    return reason.isEmpty()
        ? ""
        : "hpc: rank %s on %s failed: %s; the job ends".formatted(rank, node, reason);
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
