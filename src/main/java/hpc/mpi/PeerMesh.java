package hpc.mpi;

import hpc.mpi.ControlMessage.Peers;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The connections that messages take: two between every pair of ranks, one for each direction. Of a
 * pair the higher rank connects to the lower one.
 */
final class PeerMesh {

  private static final long RETRY_MILLIS = 20;

  private final RankIdentity identity;
  private final AuthenticChannel[] outgoing;
  private final AuthenticChannel[] incoming;
  private final CountDownLatch missing;

  private PeerMesh(RankIdentity identity) {
    this.identity = identity;
    this.outgoing = new AuthenticChannel[identity.size()];
    this.incoming = new AuthenticChannel[identity.size()];
    this.missing = new CountDownLatch(2 * (identity.size() - 1 - identity.rank()));
  }

  /**
   * Connects this rank to all others.
   *
   * @throws IllegalStateException if the job has ended meanwhile (and its handler has returned)
   */
  static PeerMesh connect(RankIdentity identity, JobControl control) {
    PeerMesh mesh = new PeerMesh(identity);
    try (ConnectionAcceptor gate =
        ConnectionAcceptor.listen(identity.rendezvous().listenAddress(), List.of(0))) {
      // who comes before it is open waits
      Peers told = control.exchange(gate.port());
      Credentials credentials = JobSecret.ofProgram(told.secret());
      gate.open(credentials, mesh::welcome);
      for (int peer = 0; peer < identity.rank(); peer++) {
        InetSocketAddress address = control.reachable(told.addresses().get(peer));
        mesh.outgoing[peer] = mesh.dial(peer, address, Purpose.FROM_GUEST, credentials, control);
        mesh.incoming[peer] = mesh.dial(peer, address, Purpose.TO_GUEST, credentials, control);
      }
      mesh.awaitGuests(control);
      return mesh;
    } catch (IOException e) {
      throw control.fail("it cannot listen for its peers: " + e.getMessage());
    }
  }

  /** The channel to write to each rank; null at this rank's own place. */
  AuthenticChannel[] outgoing() {
    return outgoing.clone();
  }

  /** The channel to read from each rank; null at this rank's own place. */
  AuthenticChannel[] incoming() {
    return incoming.clone();
  }

  private synchronized void welcome(Hello hello, AuthenticChannel channel) throws IOException {
    AuthenticChannel[] side = hello.purpose() == Purpose.FROM_GUEST ? incoming : outgoing;
    boolean expected =
        hello.purpose() != Purpose.CONTROL
            && hello.host() == identity.rank()
            && hello.rank() > identity.rank()
            && hello.rank() < side.length;
    if (!expected) {
      channel.channel().close();
    } else if (side[hello.rank()] == null) {
      side[hello.rank()] = channel;
      missing.countDown();
    } else {
      // it gave the first one up: this host answered too slowly
      side[hello.rank()].channel().close();
      side[hello.rank()] = channel;
    }
  }

  /** Tries until the start-up is over: a peer that is gone, and not just slow, ends it before. */
  private AuthenticChannel dial(
      int peer,
      InetSocketAddress address,
      Purpose purpose,
      Credentials credentials,
      JobControl control) {
    Hello hello = Hello.of(identity, purpose, peer);
    while (true) {
      try {
        return connect(address, hello, credentials, control);
      } catch (IOException e) {
        if (control.isOver() || control.startUpMillisLeft() <= 0) {
          control.suspect(
              "it cannot reach rank %s at %s: %s".formatted(peer, address, e.getMessage()));
          throw control.stopHere();
        }
        JobControl.pause(RETRY_MILLIS);
      }
    }
  }

  private static AuthenticChannel connect(
      InetSocketAddress address, Hello hello, Credentials credentials, JobControl control)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.socket().connect(address, (int) Math.max(1, control.startUpMillisLeft()));
      return Handshake.offer(channel, credentials, hello, control.startUpMillisLeft());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void awaitGuests(JobControl control) {
    try {
      if (!missing.await(control.startUpMillisLeft(), TimeUnit.MILLISECONDS)) {
        control.suspect("the ranks above it did not connect to it in time");
        throw control.stopHere();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the ranks connect", e);
    }
  }
}
