package hpc.mpi;

import hpc.mpi.Handshake.AuthenticChannel;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import hpc.mpi.RankIdentity.Place;
import hpc.slurm.HostList;
import hpc.slurm.NodeAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Looks for rank 0 at every port of every node where it may be, many at once: most ports are
 * closed, a node may not answer, strangers may listen on some, and none of these holds up the
 * others. Rank 0 is the one that proves to be of this job and lets this rank in.
 */
final class RankZeroSearch implements AutoCloseable {

  private static final long CONNECT_NANOS = 3_000_000_000L;
  private static final long LOOK_MILLIS = 5;
  private static final long RETRY_MILLIS = 20;
  private static final long LONGEST_RETRY_MILLIS = 100;

  /** Connections that are being made at the same time: each takes a file descriptor. */
  private static final int MAX_ATTEMPTS = 128;

  private static final int MAX_RESOLVERS = 16;

  private final RankIdentity identity;
  private final Queue<Place> places;
  private final AtomicInteger unresolved;
  private final Queue<String> unknown = new ConcurrentLinkedQueue<>();
  private final Queue<Target> targets = new ConcurrentLinkedQueue<>();
  private final Queue<Target> waiting = new ConcurrentLinkedQueue<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final Set<SocketChannel> handshakes = ConcurrentHashMap.newKeySet();
  private volatile IOException lastTrouble = new SocketTimeoutException("no answer in time");
  private volatile IOException failedHandshake;
  private Found found;
  private boolean closed;

  /** Rank 0, with a connection that is ready for control messages. */
  record Found(String node, AuthenticChannel channel) {}

  /** Others listen on every port of rank 0: it has found none free, and says so itself. */
  static final class PortsTaken extends IOException {
    private static final long serialVersionUID = 1;

    private PortsTaken(IOException reason) {
      super("all its ports are taken by others; the last said: " + reason.getMessage(), reason);
    }
  }

  private record Attempt(Target target, SocketChannel channel, long start) {}

  /** A port, tried until rank 0 is found. */
  private static final class Target {
    private final String node;
    private final InetSocketAddress address;
    private long pauseMillis = RETRY_MILLIS;
    private volatile long due = System.nanoTime();
    private volatile boolean refused;
    private volatile boolean answered;

    private Target(String node, InetSocketAddress address) {
      this.node = node;
      this.address = address;
    }
  }

  RankZeroSearch(RankIdentity identity) {
    this.identity = identity;
    this.places = new ConcurrentLinkedQueue<>(identity.rendezvous().places());
    this.unresolved = new AtomicInteger(places.size());
    NodeAddresses addresses = new NodeAddresses(places.stream().map(Place::host).toList());
    Stream.generate(() -> Thread.ofPlatform().daemon().name("hpc-resolver"))
        .limit(Math.min(MAX_RESOLVERS, places.size()))
        .forEach(resolver -> resolver.start(() -> resolveAll(addresses)));
  }

  private void resolveAll(NodeAddresses addresses) {
    for (Place place = places.poll(); place != null; place = places.poll()) {
      try {
        for (InetAddress address : addresses.of(place.host())) {
          for (int port : identity.rendezvous().ports()) {
            Target target = new Target(place.node(), new InetSocketAddress(address, port));
            targets.add(target);
            waiting.add(target);
          }
        }
      } catch (UnknownHostException e) {
        unknown.add(place.host());
      } finally {
        unresolved.decrementAndGet();
      }
    }
  }

  /**
   * Goes on with the search for a moment.
   *
   * @throws IOException if rank 0 cannot be found, however long the search
   */
  Optional<Found> look() throws IOException {
    begin();
    attempts.removeIf(this::isOver);
    JobControl.pause(LOOK_MILLIS);
    synchronized (this) {
      if (found == null && isHopeless()) {
        throw failure();
      }
      return Optional.ofNullable(found);
    }
  }

  private void begin() {
    Target next = waiting.peek();
    while (next != null && attempts.size() < MAX_ATTEMPTS && next.due - System.nanoTime() <= 0) {
      waiting.remove(next);
      connect(next);
      next = waiting.peek();
    }
  }

  private void connect(Target target) {
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.connect(target.address);
      attempts.add(new Attempt(target, channel, System.nanoTime()));
    } catch (IOException | RuntimeException e) {
      tryAgain(target, Optional.ofNullable(channel), e);
    }
  }

  /** Whether the attempt is over: with a connection, which is then examined, or without one. */
  private boolean isOver(Attempt attempt) {
    SocketChannel channel = attempt.channel();
    try {
      if (channel.finishConnect()) {
        attempt.target().answered = true;
        channel.configureBlocking(true);
        handshakes.add(channel);
        Handshake.start("hpc-handshake", () -> examine(attempt));
        return true;
      }
      if (System.nanoTime() - attempt.start() > CONNECT_NANOS) {
        throw new SocketTimeoutException("no answer from " + attempt.target().node);
      }
      return false;
    } catch (IOException | RuntimeException e) {
      tryAgain(attempt.target(), Optional.of(attempt.channel()), e);
      return true;
    }
  }

  private void examine(Attempt attempt) {
    try {
      Hello hello = Hello.of(identity, Purpose.CONTROL, 0);
      AuthenticChannel channel =
          Handshake.offer(attempt.channel(), identity.credentials(), hello, Handshake.GUEST_MILLIS);
      Handshake.awaitAdmission(attempt.channel());
      settle(new Found(attempt.target().node, channel));
    } catch (IOException e) {
      failedHandshake = e;
      tryAgain(attempt.target(), Optional.of(attempt.channel()), e);
    }
  }

  private synchronized void settle(Found rankZero) {
    handshakes.remove(rankZero.channel().channel());
    if (closed || found != null) {
      rankZero.channel().close();
    } else {
      found = rankZero;
    }
  }

  private void tryAgain(Target target, Optional<SocketChannel> channel, Exception reason) {
    channel.ifPresent(it -> {
      handshakes.remove(it);
      Handshake.close(it);
    });
    lastTrouble =
        reason instanceof IOException io ? io : new IOException(reason.toString(), reason);
    target.refused = reason instanceof ConnectException;
    target.answered &= !target.refused;
    target.due = System.nanoTime() + target.pauseMillis * 1_000_000;
    target.pauseMillis = Math.min(2 * target.pauseMillis, LONGEST_RETRY_MILLIS);
    waiting.add(target);
  }

  /** A single port is known because rank 0 listens there already: if it does not, it is gone. */
  private boolean isHopeless() {
    return unresolved.get() == 0
        && (targets.isEmpty()
            || (identity.rendezvous().ports().size() == 1
                && targets.stream().allMatch(target -> target.refused)));
  }

  /** Why rank 0 was not found: a port that answers and is not it says more than closed ports. */
  IOException failure() {
    IOException reason = failedHandshake == null ? lastTrouble : failedHandshake;
    if (!targets.isEmpty() && targets.stream().allMatch(target -> target.answered)) {
      return new PortsTaken(reason);
    }
    if (unknown.isEmpty()) {
      return reason;
    }
    String names =
        "the name of %s does not resolve, and scontrol tells no address of it"
            .formatted(HostList.some(unknown.stream().sorted().toList()));
    return targets.isEmpty()
        ? new UnknownHostException(names)
        : new IOException(names + "; elsewhere: " + reason.getMessage(), reason);
  }

  /** Gives up what is still being tried. */
  @Override
  public synchronized void close() {
    closed = true;
    attempts.forEach(attempt -> Handshake.close(attempt.channel()));
    handshakes.forEach(Handshake::close);
  }
}
