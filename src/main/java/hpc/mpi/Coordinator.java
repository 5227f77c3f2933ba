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
import hpc.mpi.Handshake.AuthenticChannel;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The control of rank 0, to which all other ranks are connected. */
final class Coordinator extends JobControl {

  /** How long the others may take to receive the end of the job before rank 0 itself ends. */
  private static final long FAREWELL_MILLIS = 1_000;

  /**
   * How long the end of a job that was still starting waits for those who have not connected, to
   * tell them too. They have begun to start with the others, so a few seconds are enough, and all
   * have to be gone ten seconds after a loss.
   */
  private static final long LATECOMER_MILLIS = 5_000;

  private final ConnectionAcceptor acceptor;
  private final List<Peer> peers;
  private final CompletableFuture<Void> allReady = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private End ending;

  /** What rank 0 knows of another rank. */
  private static final class Peer {
    private final int rank;
    private ControlLink link;
    private String node;
    private Address address;
    private boolean done;
    private boolean exiting;
    private boolean lost;

    private Peer(int rank) {
      this.rank = rank;
    }

    private boolean isConnected() {
      return link != null;
    }

    private boolean isReady() {
      return address != null;
    }

    private boolean isDone() {
      return done;
    }
  }

  private Coordinator(
      RankIdentity identity, LocalTaskWatcher localTasks, Timeouts timeouts, LossHandler handler)
      throws IOException {
    super(identity, localTasks, timeouts, handler);
    this.acceptor =
        ConnectionAcceptor.listen(
            identity.rendezvous().listenAddress(), identity.rendezvous().ports());
    this.peers = IntStream.range(1, identity.size()).mapToObj(Peer::new).toList();
  }

  private Peer peer(int rank) {
    return peers.get(rank - 1);
  }

  /**
   * Listens for the other ranks.
   *
   * @throws UncheckedIOException if no port is free
   */
  static Coordinator open(RankIdentity identity, Timeouts timeouts, LossHandler handler) {
    try {
      Coordinator coordinator =
          new Coordinator(identity, LocalTaskWatcher.of(identity), timeouts, handler);
      coordinator.acceptRanks();
      coordinator.watch();
      coordinator.watchLocalTasks(
          () -> !coordinator.all(Peer::isConnected), rank -> coordinator.lost(rank, GONE_EARLY));
      return coordinator;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "rank 0 cannot listen for the other ranks: " + e.getMessage(), e);
    }
  }

  /**
   * Lets {@code worker} stand in for a rank 0 that was lost on the same node while the job started:
   * says so, tells the ranks that still come that the job has ended, and ends this process.
   */
  static void standIn(WorkerRank worker) {
    String line = lost(0, worker.identity.node(), GONE_EARLY);
    try {
      Coordinator coordinator =
          new Coordinator(worker.identity, worker.localTasks, worker.timeouts, worker::end);
      coordinator.acceptRanks();
      coordinator.isFirstToEnd();
      coordinator.tellAndEnd(LossHandler.LOST, Optional.of(line));
    } catch (BindException e) {
      // all ports are taken: so rank 0 has found them, has said so, and has ended
      worker.end(LossHandler.LOST, Optional.empty());
    } catch (IOException e) {
      // nobody can be told
      worker.end(LossHandler.LOST, Optional.of(line));
    }
  }

  private void acceptRanks() {
    acceptor.open(identity.credentials(), this::welcome);
  }

  /** The port on which rank 0 listens for the other ranks. */
  int port() {
    return acceptor.port();
  }

  private synchronized void welcome(AuthenticChannel channel) throws IOException {
    Hello hello = channel.guest();
    int rank = hello.rank();
    boolean expected =
        hello.purpose() == Purpose.CONTROL
            && hello.host() == 0
            && hello.size() == identity.size()
            && rank > 0
            && rank < identity.size()
            && !peer(rank).isConnected();
    if (!expected) {
      channel.close();
      return;
    }
    Handshake.admit(channel.channel());
    Peer peer = peer(rank);
    peer.node = hello.node();
    peer.link = new ControlLink(channel);
    peer.link.listen(message -> received(rank, message), reason -> lost(rank, reason));
    if (ending != null) {
      peer.link.send(ending);
    } else if (!hello.version().equals(Hello.programVersion())) {
      failed(
          rank,
          2,
          "it runs version %s of the program, rank 0 runs %s"
              .formatted(hello.version(), Hello.programVersion()));
    } else if (all(Peer::isConnected)) {
      acceptor.close();
    }
  }

  private void received(int rank, ControlMessage message) {
    switch (message) {
      case Ready(int peerPort) -> ready(rank, peerPort);
      case Abort(int exitCode, String reason) -> failed(rank, exitCode, reason);
      case Exiting(Cause cause) -> exits(rank, cause);
      case End(int exitCode) -> endedBy(rank, exitCode);
      case Done() -> done(rank);
      case Awaits question -> ask(question);
      case Missing(int missing) -> missing(missing, peer(rank).node);
      default -> failed(rank, LossHandler.LOST, "it sent " + message);
    }
  }

  private synchronized void ready(int rank, int peerPort) {
    var seen = peer(rank).link.peerAddress();
    String host = seen.isLoopbackAddress() ? "" : seen.getHostAddress();
    peer(rank).address = new Address(host, peerPort);
    if (all(Peer::isReady)) {
      allReady.complete(null);
    }
  }

  private synchronized void done(int rank) {
    peer(rank).done = true;
    if (all(Peer::isDone)) {
      allDone.complete(null);
    }
  }

  private synchronized void missing(int rank, String node) {
    peer(rank).node = node;
    lost(rank, GONE_EARLY);
  }

  /** A signal to one rank is a loss; a signal to all of them, rank 0 too, is the user's will. */
  private synchronized void exits(int rank, Cause cause) {
    peer(rank).exiting = true;
    boolean signal = cause == Cause.SIGNAL;
    String line = lost(rank, peer(rank).node, signal ? "stopped by a signal" : "it exited");
    after(signal ? SIGNAL_SPREAD_MILLIS : 0, () -> decide(LossHandler.LOST, line));
  }

  /** Rank {@code rank} is gone, as whoever notices it first reports: ends the job. */
  synchronized void lost(int rank, String reason) {
    Peer peer = peer(rank);
    peer.lost = true;
    // a rank that is done may go, and one that exits has said why
    if (!peer.done && !peer.exiting) {
      String node = peer.node == null ? identity.node() : peer.node;
      decide(LossHandler.LOST, lost(rank, node, reason));
    }
  }

  private void failed(int rank, int exitCode, String reason) {
    decide(exitCode, failed(rank, peer(rank).node, reason));
  }

  /** Ends the job, on a thread of its own: the caller may be the one that must go on listening. */
  private void decide(int exitCode, String line) {
    if (!isStopping() && isFirstToEnd()) {
      after(0, () -> tellAndEnd(exitCode, Optional.of(line)));
    }
  }

  /**
   * A rank has ended because it heard nothing from rank 0, which is alive after all, but was
   * stopped or cut off. If rank 1 is among those that ended, it has printed the line.
   */
  private void endedBy(int rank, int exitCode) {
    if (rank != 1) {
      pause(FAREWELL_MILLIS);
      failed(rank, exitCode, "it heard nothing from rank 0");
    } else if (isFirstToEnd()) {
      after(0, () -> tellAndEnd(exitCode, Optional.empty()));
    }
  }

  private void tellAndEnd(int exitCode, Optional<String> line) {
    synchronized (this) {
      // whoever connects from now on is told at once
      ending = new End(exitCode);
    }
    tellAll(ending);
    awaitLatecomers();
    awaitAllClosed();
    allReady.cancel(true);
    allDone.cancel(true);
    end(exitCode, line);
    acceptor.close();
  }

  /** Local ranks need not come: they are ended by the process that started them. */
  private void awaitLatecomers() {
    if (localTasks.areKnown()) {
      holdsWithin(
          Math.min(LATECOMER_MILLIS, startUpMillisLeft()), LOOK_MILLIS / 4, () -> !areLatecomers());
    }
  }

  private boolean areLatecomers() {
    SortedSet<Integer> gone = localTasks.lost();
    synchronized (this) {
      return peers.stream()
          .filter(peer -> peer.rank != identity.rank() && !gone.contains(peer.rank))
          .anyMatch(peer -> !peer.isConnected() && !peer.lost);
    }
  }

  private void tellAll(ControlMessage message) {
    links().forEach(link -> link.send(message));
  }

  private void awaitAllClosed() {
    long deadline = System.nanoTime() + FAREWELL_MILLIS * 1_000_000;
    links().forEach(link -> link.awaitClosed((deadline - System.nanoTime()) / 1_000_000));
  }

  private synchronized List<ControlLink> links() {
    return peers.stream().filter(Peer::isConnected).map(peer -> peer.link).toList();
  }

  @Override
  Peers exchange(int port) {
    awaitAll(
        allReady,
        Peer::isReady,
        startUpMillisLeft(),
        () -> "start within %s s".formatted(timeouts.startUp().toSeconds()) + lastRefusal());
    Peers answer = new Peers(addresses(port), JobSecret.random());
    tellAll(answer);
    return answer;
  }

  private synchronized List<Address> addresses(int ownPort) {
    return Stream.concat(
            Stream.of(new Address("", ownPort)), peers.stream().map(peer -> peer.address))
        .toList();
  }

  /** A missing rank may have connected, but its proof was wrong. */
  private String lastRefusal() {
    String refusal = acceptor.lastRefusal();
    return refusal.isEmpty() ? "" : " (turned away: %s)".formatted(refusal);
  }

  /** Rank 0 is the lowest: the others connect to it. */
  @Override
  InetSocketAddress reachable(Address address) {
    throw new IllegalStateException("rank 0 connects to nobody");
  }

  /** Waits until all ranks have done something; ends the job, naming those that have not. */
  private void awaitAll(
      CompletableFuture<Void> all, Predicate<Peer> has, long millis, Supplier<String> what) {
    if (!peers.isEmpty()) {
      await(
          all,
          millis,
          () ->
              decide(
                  LossHandler.LOST,
                  "hpc: %s of %s did not %s; the job ends"
                      .formatted(names(has.negate()), identity.size(), what.get())));
    }
  }

  private synchronized String names(Predicate<Peer> which) {
    return peers.stream()
        .filter(which)
        .map(peer -> "rank " + peer.rank)
        .collect(Collectors.joining(", "));
  }

  private synchronized boolean all(Predicate<Peer> have) {
    return peers.stream().allMatch(have);
  }

  @Override
  void abort(int exitCode, String reason) {
    decide(exitCode, failed(0, identity.node(), reason));
    awaitEnd();
  }

  @Override
  void leave() {
    awaitAll(
        allDone,
        Peer::isDone,
        LEAVE_MILLIS,
        () -> "leave within %s s of the last barrier".formatted(LEAVE_MILLIS / 1000));
    if (isFirstToEnd()) {
      tellAll(new Done());
      awaitAllClosed();
      release();
    }
  }

  @Override
  void ask(Awaits question) {
    if (question.peer() == 0) {
      answer(question);
    } else {
      linkTo(question.peer()).send(question);
    }
  }

  @Override
  void beat() {
    for (int rank = 1; rank < identity.size(); rank++) {
      ControlLink link = linkTo(rank);
      if (link != null && link.beat() >= timeouts.silentBeats()) {
        lost(rank, "silent for %s heartbeats".formatted(timeouts.silentBeats()));
      }
    }
  }

  private synchronized ControlLink linkTo(int rank) {
    return peer(rank).link;
  }

  @Override
  void exiting(Cause cause) {
    if (cause == Cause.SIGNAL) {
      tellAll(new Exiting(cause));
    } else if (isFirstToEnd()) {
      tellAndEnd(LossHandler.LOST, Optional.of(lost(0, identity.node(), "it exited")));
    }
  }
}
