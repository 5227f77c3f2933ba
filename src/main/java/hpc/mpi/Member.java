package hpc.mpi;

import hpc.mpi.ControlMessage.Abort;
import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Cause;
import hpc.mpi.ControlMessage.Done;
import hpc.mpi.ControlMessage.End;
import hpc.mpi.ControlMessage.Exiting;
import hpc.mpi.ControlMessage.Peers;
import hpc.mpi.ControlMessage.Ready;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
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

  private final ControlLink link;
  private final CompletableFuture<List<Address>> peers = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private volatile boolean rankZeroStops;

  private Member(RankIdentity identity, Patience patience, LossHandler handler, ControlLink link) {
    super(identity, patience, handler);
    this.link = link;
  }

  /** Connects to rank 0, which may start later than this rank. */
  static Member join(RankIdentity identity, Patience patience, LossHandler handler) {
    ControlLink link;
    try {
      link = new ControlLink(find(identity, patience));
    } catch (IOException e) {
      String line =
          "hpc: rank 0 on %s cannot be reached: %s; the job ends"
              .formatted(identity.rendezvous().node(), e.getMessage());
      handler.jobEnds(LossHandler.LOST, lineIfSpokesman(identity, line));
      throw new IllegalStateException("the job has ended", e);
    }
    Member member = new Member(identity, patience, handler, link);
    link.listen(member::heard, member::lostRankZero);
    member.watch();
    return member;
  }

  private static SocketChannel find(RankIdentity identity, Patience patience) throws IOException {
    long deadline = patience.startUpDeadline();
    while (true) {
      IOException trouble = null;
      for (int port : identity.rendezvous().ports()) {
        try {
          return connect(identity, port);
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
      pause(RETRY_MILLIS);
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

  private void lostRankZero(String reason) {
    if (!rankZeroStops && !allDone.isDone()) {
      // should it be suspended, not dead, it learns this when it resumes
      link.send(new End(LossHandler.LOST));
      endHere(
          LossHandler.LOST,
          lineIfSpokesman(identity, lost(0, identity.rendezvous().node(), reason)));
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
  List<Address> exchange(int port) {
    link.send(new Ready(port));
    return await(
        peers,
        startUpMillisLeft(),
        "the job did not start within %d s".formatted(patience.startUp().toSeconds()));
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
      lostRankZero("silent for %d heartbeats".formatted(patience.silentBeats()));
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
