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
import java.util.concurrent.CompletableFuture;

/** The control of a rank other than 0. */
final class WorkerRank extends JobControl {

  private static final long RETRY_MILLIS = 20;

  /** How long rank 0 may take to answer an {@link Abort} with the end of the job. */
  private static final long ABORT_MILLIS = 5_000;

  /** How long the lowest rank left on the node of rank 0 may take to stand in for it. */
  private static final long STAND_IN_MILLIS = 4_000;

  private final CompletableFuture<Peers> peers = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private ControlLink link;
  private String nodeOfRankZero;
  private volatile boolean rankZeroStops;

  private WorkerRank(RankIdentity identity, Timeouts timeouts, LossHandler handler) {
    super(identity, LocalTaskWatcher.of(identity), timeouts, handler);
  }

  /** Connects to rank 0, which may start later than this rank. */
  static WorkerRank join(RankIdentity identity, Timeouts timeouts, LossHandler handler) {
    WorkerRank worker = new WorkerRank(identity, timeouts, handler);
    try {
      Optional<Found> rankZero = worker.find();
      if (rankZero.isEmpty()) {
        worker.endWithoutRankZero();
        throw worker.stopHere();
      }
      worker.link = new ControlLink(rankZero.get().channel());
      worker.nodeOfRankZero = rankZero.get().node();
    } catch (IOException e) {
      worker.end(LossHandler.LOST, worker.lineOfFailure(e));
      throw worker.stopHere();
    }
    worker.link.listen(worker::received, worker::lostRankZero);
    worker.watch();
    worker.watchLocalTasks(() -> !worker.peers.isDone(), worker::missing);
    return worker;
  }

  /** Empty if rank 0, on this node, is gone before it could be reached. */
  private Optional<Found> find() throws IOException {
    long nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    try (RankZeroSearch search = new RankZeroSearch(identity)) {
      while (true) {
        Optional<Found> rankZero = search.look();
        if (rankZero.isPresent()) {
          return rankZero;
        }
        if (startUpMillisLeft() <= 0) {
          throw search.failure();
        }
        if (localTasks.include(0) && System.nanoTime() > nextLook) {
          if (localTasks.lost().contains(0)) {
            return Optional.empty();
          }
          nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
        }
      }
    }
  }

  /** Rank 0 was lost on this node while the job started: the lowest rank left tells the others. */
  private void endWithoutRankZero() {
    if (localTasks.lowestLeft() == identity.rank()) {
      Coordinator.standIn(this);
    } else {
      end(LossHandler.LOST, Optional.empty());
    }
  }

  /**
   * Rank 1 prints it; but where names do not resolve, that is a matter of the node: then its lowest
   * rank does. Where rank 0 found no free port, it has printed that itself.
   */
  private Optional<String> lineOfFailure(IOException e) {
    if (e instanceof PortsTaken) {
      return Optional.empty();
    }
    String line =
        "hpc: rank 0 on %s cannot be reached: %s; the job ends"
            .formatted(identity.rendezvous().nodes(), e.getMessage());
    return e instanceof UnknownHostException && !identity.nodeRanks().isEmpty()
        ? Optional.of(line).filter(it -> identity.isFirstOfNode())
        : lineOfRankOne(line);
  }

  /** When rank 0 cannot print a line, rank 1 does. */
  private Optional<String> lineOfRankOne(String line) {
    return identity.rank() == 1 ? Optional.of(line) : Optional.empty();
  }

  private void received(ControlMessage message) {
    switch (message) {
      case Peers answer -> peers.complete(answer);
      case Done() -> allDone.complete(null);
      case End(int exitCode) -> endHere(exitCode, Optional.empty());
      case Exiting _ -> rankZeroStops();
      case Awaits question -> answer(question);
      default -> lostRankZero("it sent " + message);
    }
  }

  /** A signal that stops rank 0 stops the job; mostly it comes to all ranks by itself. */
  private void rankZeroStops() {
    rankZeroStops = true;
    after(SIGNAL_SPREAD_MILLIS, () -> endHere(LossHandler.LOST, Optional.empty()));
  }

  /** Rank 0 watches its own node; a rank that has connected is missed by its link. */
  private void missing(int rank) {
    if (rank != 0) {
      link.send(new Missing(rank));
    }
  }

  private void lostRankZero(String reason) {
    if (rankZeroStops || allDone.isDone()) {
      return;
    }
    if (localTasks.areKnown() && !peers.isDone()) {
      lostWhileStarting(reason);
    } else {
      // should it be suspended, not dead, it learns this when it resumes
      link.send(new End(LossHandler.LOST));
      endHere(LossHandler.LOST, lineOfRankOne(lost(0, nodeOfRankZero, reason)));
    }
  }

  /** Not all ranks have gathered yet: the one that should print may be among the missing. */
  private void lostWhileStarting(String reason) {
    if (isFirstToEnd()) {
      link.close();
      peers.cancel(true);
      if (isRankZeroGone()) {
        endWithoutRankZero();
      } else if (hasStandIn()) {
        end(LossHandler.LOST, Optional.empty());
      } else {
        end(LossHandler.LOST, lineOfRankOne(lost(0, nodeOfRankZero, reason)));
      }
    }
  }

  /** A process that is being killed closes its connections before it leaves the table. */
  private boolean isRankZeroGone() {
    return localTasks.include(0)
        && holdsWithin(VERDICT_MILLIS, 5 * RETRY_MILLIS, () -> localTasks.lost().contains(0));
  }

  /** Whether another rank listens in the place of rank 0, on its node. */
  private boolean hasStandIn() {
    if (localTasks.include(0)) {
      return false;
    }
    long deadline = System.nanoTime() + STAND_IN_MILLIS * 1_000_000;
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
    String tooLate = "the job did not start within %s s".formatted(timeouts.startUp().toSeconds());
    return await(peers, startUpMillisLeft(), () -> lostRankZero(tooLate));
  }

  /** The node of rank 0 is where this rank reaches rank 0. */
  @Override
  InetSocketAddress reachable(Address address) {
    return address.host().isEmpty()
        ? new InetSocketAddress(link.peerAddress(), address.port())
        : new InetSocketAddress(address.host(), address.port());
  }

  @Override
  void abort(int exitCode, String reason) {
    link.send(new Abort(exitCode, reason));
    holdsWithin(ABORT_MILLIS, RETRY_MILLIS, this::isOver);
    endHere(exitCode, Optional.of(failed(identity.rank(), identity.node(), reason)));
    awaitEnd();
  }

  @Override
  void leave() {
    link.send(new Done());
    // rank 0 waits as long for the slowest rank
    await(allDone, 2 * LEAVE_MILLIS, () -> lostRankZero("it did not end the job"));
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
    if (link.beat() >= timeouts.silentBeats()) {
      lostRankZero("silent for %s heartbeats".formatted(timeouts.silentBeats()));
    }
  }

  @Override
  void exiting(Cause cause) {
    link.send(new Exiting(cause));
    if (cause == Cause.EXIT) {
      holdsWithin(ABORT_MILLIS, RETRY_MILLIS, this::isOver);
      endHere(LossHandler.LOST, Optional.empty());
    }
  }
}
