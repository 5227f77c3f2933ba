package hpc.mpi;

import hpc.mpi.ControlMessage.Abort;
import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.ControlMessage.Cause;
import hpc.mpi.ControlMessage.Done;
import hpc.mpi.ControlMessage.End;
import hpc.mpi.ControlMessage.Exiting;
import hpc.mpi.ControlMessage.Missing;
import hpc.mpi.ControlMessage.Peers;
import hpc.mpi.ControlMessage.Ready;
import hpc.mpi.RankZeroSearch.Found;
import hpc.mpi.RankZeroSearch.PortsTaken;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The control of a rank other than 0. */
final class WorkerRank extends JobControl {

  private static final long RETRY_MILLIS = 20;

  /** How long rank 0 may take to answer an {@link Abort} with the end of the job. */
  private static final long ABORT_MILLIS = 5_000;

  /** How long the lowest rank left on the node of rank 0 may take to stand in for it. */
  private static final long SUCCESSOR_MILLIS = 4_000;

  private final ControlLink link;
  private final String nodeOfRankZero;
  private final CompletableFuture<Peers> peers = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private volatile boolean rankZeroStops;

  private WorkerRank(
      RankIdentity identity,
      LocalTaskWatcher siblings,
      Timeouts patience,
      long startUpDeadline,
      LossHandler handler,
      Found rankZero)
      throws IOException {
    super(identity, siblings, patience, startUpDeadline, handler);
    this.link = new ControlLink(rankZero.channel());
    this.nodeOfRankZero = rankZero.node();
  }

  /** Connects to rank 0, which may start later than this rank. */
  static WorkerRank join(RankIdentity identity, Timeouts patience, LossHandler handler) {
    LocalTaskWatcher siblings = LocalTaskWatcher.of(identity);
    long deadline = patience.startUpDeadline();
    WorkerRank member;
    try {
      Optional<Found> rankZero = find(identity, siblings, deadline);
      if (rankZero.isEmpty()) {
        succeed(identity, siblings, patience, handler);
        throw new IllegalStateException("the job has ended");
      }
      member = new WorkerRank(identity, siblings, patience, deadline, handler, rankZero.get());
    } catch (IOException e) {
      handler.jobEnds(LossHandler.LOST, lineOfFailure(identity, e));
      throw new IllegalStateException("the job has ended", e);
    }
    member.link.listen(member::heard, member::lostRankZero);
    member.watch();
    member.watchSiblings(() -> !member.peers.isDone(), member::missing);
    return member;
  }

  /** Empty if rank 0, on this node, is gone before it could be reached. */
  private static Optional<Found> find(
      RankIdentity identity, LocalTaskWatcher siblings, long deadline) throws IOException {
    long nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    try (RankZeroSearch search = new RankZeroSearch(identity)) {
      while (true) {
        Optional<Found> rankZero = search.look();
        if (rankZero.isPresent()) {
          return rankZero;
        }
        if (System.nanoTime() - deadline > 0) {
          throw search.failure();
        }
        if (siblings.include(0) && System.nanoTime() > nextLook) {
          if (siblings.lost().contains(0)) {
            return Optional.empty();
          }
          nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
        }
      }
    }
  }

  /** Rank 0 was lost on this node while the job started: the lowest rank left tells the others. */
  private static void succeed(
      RankIdentity identity, LocalTaskWatcher siblings, Timeouts patience, LossHandler handler) {
    if (siblings.lowestLeft() == identity.rank()) {
      Coordinator.succeed(identity, siblings, patience, handler);
    } else {
      handler.jobEnds(LossHandler.LOST, Optional.empty());
    }
  }

  /**
   * Rank 1 tells it, but where names do not resolve, that is a matter of the node: then its lowest
   * rank does. Where no port was left to rank 0, that has told it.
   */
  private static Optional<String> lineOfFailure(RankIdentity identity, IOException e) {
    if (e instanceof PortsTaken) {
      return Optional.empty();
    }
    String line =
        "hpc: rank 0 on %s cannot be reached: %s; the job ends"
            .formatted(identity.rendezvous().nodes(), e.getMessage());
    return e instanceof UnknownHostException && !identity.nodeRanks().isEmpty()
        ? Optional.of(line).filter(it -> identity.isFirstOfNode())
        : lineIfSpokesman(identity, line);
  }

  /** When rank 0 cannot tell the user, rank 1 does. */
  private static Optional<String> lineIfSpokesman(RankIdentity identity, String line) {
    return identity.rank() == 1 ? Optional.of(line) : Optional.empty();
  }

  private void heard(ControlMessage message) {
    switch (message) {
      case Peers told -> peers.complete(told);
      case Done() -> allDone.complete(null);
      case End(int exitCode) -> endHere(exitCode, Optional.empty());
      case Exiting _ -> rankZeroStops();
      case Awaits question -> asked(question);
      default -> lostRankZero("it said " + message);
    }
  }

  /** A signal that stops rank 0 stops the job; mostly it comes to all ranks by itself. */
  private void rankZeroStops() {
    rankZeroStops = true;
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          pause(SIGNAL_SPREAD_MILLIS);
          endHere(LossHandler.LOST, Optional.empty());
        });
  }

  /** Rank 0 knows its own siblings; a rank that has connected is missed by its link. */
  private void missing(int rank) {
    if (rank != 0) {
      link.send(new Missing(rank));
    }
  }

  private void lostRankZero(String reason) {
    if (rankZeroStops || allDone.isDone()) {
      return;
    }
    if (siblings.areKnown() && !peers.isDone()) {
      lostWhileStarting(reason);
    } else {
      // should it be suspended, not dead, it learns this when it resumes
      link.send(new End(LossHandler.LOST));
      endHere(LossHandler.LOST, lineIfSpokesman(identity, lost(0, nodeOfRankZero, reason)));
    }
  }

  /** Not all ranks have gathered yet: whose part it is to speak may be one of those that miss. */
  private void lostWhileStarting(String reason) {
    if (isFirstToEnd()) {
      link.close();
      peers.cancel(true);
      if (isRankZeroGone()) {
        succeed(identity, siblings, patience, this::end);
      } else if (isToldBySuccessor()) {
        end(LossHandler.LOST, Optional.empty());
      } else {
        String line = lost(0, nodeOfRankZero, reason);
        end(LossHandler.LOST, lineIfSpokesman(identity, line));
      }
    }
  }

  /** A process that is being killed closes its connections before it leaves the table. */
  private boolean isRankZeroGone() {
    long deadline = System.nanoTime() + VERDICT_MILLIS * 1_000_000;
    boolean gone = false;
    while (siblings.include(0) && !gone && System.nanoTime() < deadline) {
      pause(5 * RETRY_MILLIS);
      gone = siblings.lost().contains(0);
    }
    return gone;
  }

  /** Whether another rank stands at the rendezvous in the place of rank 0, on its node. */
  private boolean isToldBySuccessor() {
    if (siblings.include(0)) {
      return false;
    }
    long deadline = System.nanoTime() + SUCCESSOR_MILLIS * 1_000_000;
    try (RankZeroSearch search = new RankZeroSearch(identity)) {
      boolean found = false;
      while (!found && System.nanoTime() - deadline < 0) {
        found = search.look().isPresent();
      }
      return found;
    } catch (IOException e) {
      // nobody can be there
      return false;
    }
  }

  private void endHere(int exitCode, Optional<String> line) {
    if (isFirstToEnd()) {
      link.close();
      peers.cancel(true);
      allDone.cancel(true);
      end(exitCode, line);
    }
  }

  @Override
  Peers exchange(int port) {
    link.send(new Ready(port));
    return await(
        peers,
        startUpMillisLeft(),
        "the job did not start within %s s".formatted(patience.startUp().toSeconds()));
  }

  /** The node of rank 0 is where this rank reaches rank 0. */
  @Override
  InetSocketAddress reachable(Address address) {
    return address.host().isEmpty()
        ? new InetSocketAddress(link.peerAddress(), address.port())
        : new InetSocketAddress(address.host(), address.port());
  }

  private <T> T await(CompletableFuture<T> future, long millis, String trouble) {
    try {
      return future.get(Math.max(1, millis), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      lostRankZero(trouble);
    } catch (CancellationException | ExecutionException | InterruptedException e) {
      // the job has ended; so it does below
    }
    throw stopHere();
  }

  @Override
  void abort(int exitCode, String reason) {
    link.send(new Abort(exitCode, reason));
    pauseUntilOver(ABORT_MILLIS);
    endHere(exitCode, Optional.of(failed(identity.rank(), identity.node(), reason)));
    awaitEnd();
  }

  private void pauseUntilOver(long millis) {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!isOver() && System.nanoTime() < deadline) {
      pause(RETRY_MILLIS);
    }
  }

  @Override
  void leave() {
    link.send(new Done());
    // rank 0 waits as long for the slowest rank
    await(allDone, 2 * LEAVE_MILLIS, "it did not end the job");
    if (isFirstToEnd()) {
      link.close();
      release();
    }
  }

  @Override
  void ask(Awaits question) {
    link.send(question);
  }

  @Override
  void beat() {
    if (link.beat() >= patience.silentBeats()) {
      lostRankZero("silent for %s heartbeats".formatted(patience.silentBeats()));
    }
  }

  @Override
  void exiting(Cause cause) {
    link.send(new Exiting(cause));
    if (cause == Cause.EXIT) {
      pauseUntilOver(ABORT_MILLIS);
      endHere(LossHandler.LOST, Optional.empty());
    }
  }
}
