package hpc.mpi;

import hpc.mpi.ControlMessage.Abort;
import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Cause;
import hpc.mpi.ControlMessage.Done;
import hpc.mpi.ControlMessage.End;
import hpc.mpi.ControlMessage.Exiting;
import hpc.mpi.ControlMessage.Missing;
import hpc.mpi.ControlMessage.Peers;
import hpc.mpi.ControlMessage.Ready;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The control of a rank other than 0. */
final class Member extends JobControl {

  private static final int CONNECT_MILLIS = 3_000;
  private static final long RETRY_MILLIS = 20;

  /** How long rank 0 may take to answer an {@link Abort} with the end of the job. */
  private static final long ABORT_MILLIS = 5_000;

  /** How long the lowest rank left on the node of rank 0 may take to stand in for it. */
  private static final long SUCCESSOR_MILLIS = 4_000;

  private final ControlLink link;
  private final CompletableFuture<List<Address>> peers = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private volatile boolean rankZeroStops;

  private Member(
      RankIdentity identity,
      StepSiblings siblings,
      Patience patience,
      LossHandler handler,
      ControlLink link) {
    super(identity, siblings, patience, handler);
    this.link = link;
  }

  /** Connects to rank 0, which may start later than this rank. */
  static Member join(RankIdentity identity, Patience patience, LossHandler handler) {
    StepSiblings siblings = StepSiblings.of(identity);
    ControlLink link;
    try {
      Optional<SocketChannel> found = find(identity, siblings, patience);
      if (found.isEmpty()) {
        succeed(identity, siblings, patience, handler);
        throw new IllegalStateException("the job has ended");
      }
      link = new ControlLink(found.get());
    } catch (IOException e) {
      String line =
          "hpc: rank 0 on %s cannot be reached: %s; the job ends"
              .formatted(identity.rendezvous().node(), e.getMessage());
      handler.jobEnds(LossHandler.LOST, lineIfSpokesman(identity, line));
      throw new IllegalStateException("the job has ended", e);
    }
    Member member = new Member(identity, siblings, patience, handler, link);
    link.listen(member::heard, member::lostRankZero);
    member.watch();
    member.watchSiblings(() -> !member.peers.isDone(), member::missing);
    return member;
  }

  /** Empty if rank 0, on this node, is gone before it could be reached. */
  private static Optional<SocketChannel> find(
      RankIdentity identity, StepSiblings siblings, Patience patience) throws IOException {
    long deadline = patience.startUpDeadline();
    long nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
    while (true) {
      IOException trouble = null;
      for (int port : identity.rendezvous().ports()) {
        try {
          return Optional.of(connect(identity, port));
        } catch (IOException e) {
          trouble = e;
        }
      }
      // a single port is known because rank 0 listens there already: if it does not, it is gone
      boolean gone =
          identity.rendezvous().ports().size() == 1 && trouble instanceof ConnectException;
      if (gone || System.nanoTime() > deadline) {
        throw trouble;
      }
      if (siblings.include(0) && System.nanoTime() > nextLook) {
        if (siblings.lost().contains(0)) {
          return Optional.empty();
        }
        nextLook = System.nanoTime() + LOOK_MILLIS * 1_000_000;
      }
      pause(RETRY_MILLIS);
    }
  }

  /** Rank 0 was lost on this node while the job started: the lowest rank left tells the others. */
  private static void succeed(
      RankIdentity identity, StepSiblings siblings, Patience patience, LossHandler handler) {
    if (siblings.lowestLeft() == identity.rank()) {
      Coordinator.succeed(identity, siblings, patience, handler);
    } else {
      handler.jobEnds(LossHandler.LOST, Optional.empty());
    }
  }

  private static SocketChannel connect(RankIdentity identity, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      String host = identity.rendezvous().address();
      channel.socket().connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      Handshake.offer(channel, identity.secret(), Hello.of(identity, Purpose.CONTROL));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** When rank 0 cannot tell the user, rank 1 does. */
  private static Optional<String> lineIfSpokesman(RankIdentity identity, String line) {
    return identity.rank() == 1 ? Optional.of(line) : Optional.empty();
  }

  private void heard(ControlMessage message) {
    switch (message) {
      case Peers(List<Address> addresses) -> peers.complete(addresses);
      case Done() -> allDone.complete(null);
      case End(int exitCode) -> endHere(exitCode, Optional.empty());
      case Exiting _ -> rankZeroStops();
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
      endHere(
          LossHandler.LOST,
          lineIfSpokesman(identity, lost(0, identity.rendezvous().node(), reason)));
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
        String line = lost(0, identity.rendezvous().node(), reason);
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
    long deadline = System.nanoTime() + SUCCESSOR_MILLIS * 1_000_000;
    while (!siblings.include(0) && System.nanoTime() < deadline) {
      for (int port : identity.rendezvous().ports()) {
        try (SocketChannel successor = connect(identity, port)) {
          return successor.isConnected();
        } catch (SocketTimeoutException e) {
          // not even a refusal: the node is gone
          return false;
        } catch (IOException e) {
          // nobody there, or a stranger
        }
      }
      pause(5 * RETRY_MILLIS);
    }
    return false;
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
  List<Address> exchange(int port) {
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
