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
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The control of rank 0, to which all other ranks are connected. */
final class Coordinator extends JobControl {

  /** How long the others may take to hear that the job ends before rank 0 itself does. */
  private static final long FAREWELL_MILLIS = 1_000;

  /**
   * How long the end of a job that was still starting waits for those who have not connected, to
   * tell them too. They have begun to start with the others, so a few seconds are enough, and all
   * have to be gone ten seconds after a loss.
   */
  private static final long LATECOMER_MILLIS = 5_000;

  private final ConnectionAcceptor gate;
  private final Peer[] peers;
  private final CompletableFuture<Void> allReady = new CompletableFuture<>();
  private final CompletableFuture<Void> allDone = new CompletableFuture<>();
  private int ownPort;
  private End ending;

  /** What rank 0 knows of another rank. */
  private static final class Peer {
    private ControlLink link;
    private String node;
    private Address address;
    private boolean done;
    private boolean exiting;
    private boolean lost;

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
      RankIdentity identity,
      LocalTaskWatcher siblings,
      Timeouts patience,
      LossHandler handler,
      ConnectionAcceptor gate) {
    super(identity, siblings, patience, patience.startUpDeadline(), handler);
    this.gate = gate;
    this.peers = new Peer[identity.size()];
    for (int rank = 1; rank < peers.length; rank++) {
      peers[rank] = new Peer();
    }
  }

  /**
   * Listens for the other ranks.
   *
   * @throws UncheckedIOException if no port is free
   */
  static Coordinator open(RankIdentity identity, Timeouts patience, LossHandler handler) {
    try {
      Coordinator coordinator = listen(identity, LocalTaskWatcher.of(identity), patience, handler);
      coordinator.watch();
      coordinator.watchSiblings(
          () -> !coordinator.all(Peer::isConnected), rank -> coordinator.lost(rank, GONE_EARLY));
      return coordinator;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "rank 0 cannot listen for the other ranks: " + e.getMessage(), e);
    }
  }

  private static Coordinator listen(
      RankIdentity identity, LocalTaskWatcher siblings, Timeouts patience, LossHandler handler)
      throws IOException {
    ConnectionAcceptor gate =
        ConnectionAcceptor.listen(
            identity.rendezvous().listenAddress(), identity.rendezvous().ports());
    Coordinator coordinator = new Coordinator(identity, siblings, patience, handler, gate);
    gate.open(identity.credentials(), coordinator::welcome);
    return coordinator;
  }

  /**
   * Takes the place of a rank 0 that was lost while the job started, on the same node: says so,
   * tells the ranks that still come that the job has ended, and ends this process.
   */
  static void succeed(
      RankIdentity identity, LocalTaskWatcher siblings, Timeouts patience, LossHandler handler) {
    String line = lost(0, identity.node(), GONE_EARLY);
    try {
      Coordinator successor = listen(identity, siblings, patience, handler);
      successor.isFirstToEnd();
      successor.tellAndEnd(LossHandler.LOST, Optional.of(line));
    } catch (BindException e) {
      // all ports are taken: so rank 0 has found them, has said so, and has ended
      handler.jobEnds(LossHandler.LOST, Optional.empty());
    } catch (IOException e) {
      // nobody is told
      handler.jobEnds(LossHandler.LOST, Optional.of(line));
    }
  }

  /** The port on which the other ranks are awaited. */
  int port() {
    return gate.port();
  }

  private synchronized void welcome(Hello hello, AuthenticChannel channel) throws IOException {
    int rank = hello.rank();
    boolean expected =
        hello.purpose() == Purpose.CONTROL
            && hello.host() == 0
            && hello.size() == peers.length
            && rank > 0
            && rank < peers.length
            && !peers[rank].isConnected();
    if (!expected) {
      channel.channel().close();
      return;
    }
    Handshake.admit(channel.channel());
    Peer peer = peers[rank];
    peer.node = hello.node();
    peer.link = new ControlLink(channel);
    peer.link.listen(message -> heard(rank, message), reason -> lost(rank, reason));
    if (ending != null) {
      peer.link.send(ending);
    } else if (!hello.version().equals(Hello.programVersion())) {
      judge(
          2,
          failed(
              rank,
              hello.node(),
              "it runs version %s of the program, rank 0 runs %s"
                  .formatted(hello.version(), Hello.programVersion())));
    } else if (all(Peer::isConnected)) {
      gate.close();
    }
  }

  private void heard(int rank, ControlMessage message) {
    switch (message) {
      case Ready(int peerPort) -> ready(rank, peerPort);
      case Abort(int exitCode, String reason) ->
          judge(exitCode, failed(rank, peers[rank].node, reason));
      case Exiting(Cause cause) -> exits(rank, cause);
      case End(int exitCode) -> endedBy(rank, exitCode);
      case Done() -> done(rank);
      case Awaits question -> ask(question);
      case Missing(int missing) -> missing(missing, peers[rank].node);
      default -> judge(LossHandler.LOST, failed(rank, peers[rank].node, "it said " + message));
    }
  }

  private synchronized void ready(int rank, int peerPort) {
    var seen = peers[rank].link.peerAddress();
    String host = seen.isLoopbackAddress() ? "" : seen.getHostAddress();
    peers[rank].address = new Address(host, peerPort);
    if (all(Peer::isReady)) {
      allReady.complete(null);
    }
  }

  private synchronized void done(int rank) {
    peers[rank].done = true;
    if (all(Peer::isDone)) {
      allDone.complete(null);
    }
  }

  private void missing(int rank, String node) {
    synchronized (this) {
      peers[rank].node = node;
    }
    lost(rank, GONE_EARLY);
  }

  /** A signal to one rank is a loss; a signal to all of them, rank 0 too, is the user's will. */
  private void exits(int rank, Cause cause) {
    synchronized (this) {
      peers[rank].exiting = true;
    }
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          if (cause == Cause.SIGNAL) {
            pause(SIGNAL_SPREAD_MILLIS);
          }
          String reason = cause == Cause.SIGNAL ? "stopped by a signal" : "it exited";
          if (!isStopping()) {
            judge(LossHandler.LOST, lost(rank, peers[rank].node, reason));
          }
        });
  }

  /** Rank {@code rank} is gone, says whoever noticed it first. */
  void lost(int rank, String reason) {
    Optional<String> line = lineForLoss(rank, reason);
    line.ifPresent(text -> judge(LossHandler.LOST, text));
  }

  /** Empty if the rank has the right to go, or has told already why it does. */
  private synchronized Optional<String> lineForLoss(int rank, String reason) {
    Peer peer = peers[rank];
    peer.lost = true;
    String node = peer.node == null ? identity.node() : peer.node;
    return peer.done || peer.exiting ? Optional.empty() : Optional.of(lost(rank, node, reason));
  }

  /** Ends the job, on a thread of its own: the caller may be the one that must go on listening. */
  private void judge(int exitCode, String line) {
    if (!isStopping() && isFirstToEnd()) {
      Thread.ofPlatform().daemon().start(() -> tellAndEnd(exitCode, Optional.of(line)));
    }
  }

  /**
   * A rank has ended because it heard nothing from rank 0, which lives after all, but was stopped
   * or cut off. If rank 1 is among those that ended, it has told so.
   */
  private void endedBy(int rank, int exitCode) {
    if (rank != 1) {
      pause(FAREWELL_MILLIS);
      judge(exitCode, failed(rank, peers[rank].node, "it heard nothing from rank 0"));
    } else if (isFirstToEnd()) {
      Thread.ofPlatform().daemon().start(() -> tellAndEnd(exitCode, Optional.empty()));
    }
  }

  private void tellAndEnd(int exitCode, Optional<String> line) {
    synchronized (this) {
      // who connects from now on is told at once
      ending = new End(exitCode);
    }
    tellAll(ending);
    awaitLatecomers();
    awaitAllClosed();
    allReady.cancel(true);
    allDone.cancel(true);
    end(exitCode, line);
    gate.close();
  }

  /** Local ranks need not come: they are ended by the process that started them. */
  private void awaitLatecomers() {
    long deadline = System.nanoTime() + LATECOMER_MILLIS * 1_000_000;
    while (siblings.areKnown()
        && startUpMillisLeft() > 0
        && System.nanoTime() < deadline
        && areLatecomers()) {
      pause(LOOK_MILLIS / 4);
    }
  }

  private boolean areLatecomers() {
    SortedSet<Integer> gone = siblings.lost();
    synchronized (this) {
      return IntStream.range(1, peers.length)
          .filter(rank -> rank != identity.rank() && !gone.contains(rank))
          .anyMatch(rank -> !peers[rank].isConnected() && !peers[rank].lost);
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
    return IntStream.range(1, peers.length)
        .filter(rank -> peers[rank].isConnected())
        .mapToObj(rank -> peers[rank].link)
        .toList();
  }

  @Override
  Peers exchange(int port) {
    ownPort = port;
    awaitAll(
        allReady,
        Peer::isReady,
        startUpMillisLeft(),
        () -> "start within %s s".formatted(patience.startUp().toSeconds()) + lastRefusal());
    Peers told = new Peers(addresses(), JobSecret.random());
    tellAll(told);
    return told;
  }

  /** One of the missing ranks may have come and not have been believed. */
  private String lastRefusal() {
    String refusal = gate.lastRefusal();
    return refusal.isEmpty() ? "" : " (turned away: %s)".formatted(refusal);
  }

  /** Rank 0 is the lowest: the others connect to it. */
  @Override
  InetSocketAddress reachable(Address address) {
    throw new IllegalStateException("rank 0 connects to nobody");
  }

  private synchronized List<Address> addresses() {
    return IntStream.range(0, peers.length)
        .mapToObj(rank -> rank == 0 ? new Address("", ownPort) : peers[rank].address)
        .toList();
  }

  /** Waits for all ranks to have got somewhere; ends the job, naming those that have not. */
  private void awaitAll(
      CompletableFuture<Void> all, Predicate<Peer> is, long millis, Supplier<String> what) {
    try {
      if (peers.length > 1) {
        all.get(millis, TimeUnit.MILLISECONDS);
      }
    } catch (TimeoutException e) {
      judge(
          LossHandler.LOST,
          "hpc: %s of %s did not %s; the job ends"
              .formatted(names(is.negate()), peers.length, what.get()));
      throw stopHere();
    } catch (CancellationException | ExecutionException | InterruptedException e) {
      throw stopHere();
    }
  }

  private synchronized String names(Predicate<Peer> which) {
    return IntStream.range(1, peers.length)
        .filter(rank -> which.test(peers[rank]))
        .mapToObj(rank -> "rank " + rank)
        .collect(Collectors.joining(", "));
  }

  private synchronized boolean all(Predicate<Peer> is) {
    return IntStream.range(1, peers.length).allMatch(rank -> is.test(peers[rank]));
  }

  @Override
  void abort(int exitCode, String reason) {
    judge(exitCode, failed(0, identity.node(), reason));
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
      asked(question);
    } else {
      linkTo(question.peer()).send(question);
    }
  }

  @Override
  void beat() {
    for (int rank = 1; rank < peers.length; rank++) {
      ControlLink link = linkTo(rank);
      if (link != null && link.beat() >= patience.silentBeats()) {
        lost(rank, "silent for %s heartbeats".formatted(patience.silentBeats()));
      }
    }
  }

  private synchronized ControlLink linkTo(int rank) {
    return peers[rank].link;
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
