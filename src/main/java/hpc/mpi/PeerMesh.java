package hpc.mpi;

import hpc.mpi.ControlMessage.Address;
import hpc.mpi.ControlMessage.Peers;
import hpc.mpi.Handshake.AuthenticChannel;
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

  private final JobControl control;
  private final RankIdentity identity;
  private final AuthenticChannel[] outgoing;
  private final AuthenticChannel[] incoming;
  private final CountDownLatch missing;

  private PeerMesh(JobControl control) {
    this.control = control;
    this.identity = control.identity;
    this.outgoing = new AuthenticChannel[identity.size()];
    this.incoming = new AuthenticChannel[identity.size()];
    this.missing = new CountDownLatch(2 * (identity.size() - 1 - identity.rank()));
  }

  static PeerMesh connect(JobControl control) {
    PeerMesh mesh = new PeerMesh(control);
    try (ConnectionAcceptor acceptor =
        ConnectionAcceptor.listen(control.identity.rendezvous().listenAddress(), List.of(0))) {
      // whoever connects before it is open waits
      Peers peers = control.exchange(acceptor.port());
      Credentials credentials = JobSecret.ofProgram(peers.secret());
      acceptor.open(credentials, mesh::welcome);
      for (int peer = 0; peer < control.identity.rank(); peer++) {
        Address address = peers.addresses().get(peer);
        mesh.outgoing[peer] = mesh.dial(peer, address, Purpose.FROM_GUEST, credentials);
        mesh.incoming[peer] = mesh.dial(peer, address, Purpose.TO_GUEST, credentials);
      }
      mesh.awaitGuests();
      return mesh;
    } catch (IOException e) {
      throw control.fail("it cannot listen for its peers: " + e.getMessage());
    }
  }

  /** The channel to write to a rank; null for this rank itself. */
  AuthenticChannel outgoing(int peer) {
    return outgoing[peer];
  }

  /** The channel to read from a rank; null for this rank itself. */
  AuthenticChannel incoming(int peer) {
    return incoming[peer];
  }

  private synchronized void welcome(AuthenticChannel channel) {
    Hello hello = channel.guest();
    AuthenticChannel[] side = hello.purpose() == Purpose.FROM_GUEST ? incoming : outgoing;
    boolean expected =
        hello.purpose() != Purpose.CONTROL
            && hello.host() == identity.rank()
            && hello.rank() > identity.rank()
            && hello.rank() < side.length;
    if (!expected) {
      channel.close();
      return;
    }
    AuthenticChannel former = side[hello.rank()];
    side[hello.rank()] = channel;
    if (former == null) {
      missing.countDown();
    } else {
      // the guest has given it up: this host answered too slowly
      former.close();
    }
  }

  /** Tries until the start-up is over: a peer that is gone, and not just slow, ends it before. */
  private AuthenticChannel dial(
      int peer, Address listens, Purpose purpose, Credentials credentials) {
    InetSocketAddress address = control.reachable(listens);
    Hello hello = Hello.of(identity, purpose, peer);
    while (true) {
      try {
        return connect(address, hello, credentials);
      } catch (IOException e) {
        if (control.isOver() || control.startUpMillisLeft() <= 0) {
          throw control.giveUp(
              "it cannot reach rank %s at %s: %s".formatted(peer, address, e.getMessage()));
        }
        JobControl.pause(RETRY_MILLIS);
      }
    }
  }

  private AuthenticChannel connect(InetSocketAddress address, Hello hello, Credentials credentials)
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

  private void awaitGuests() {
    try {
      if (!missing.await(control.startUpMillisLeft(), TimeUnit.MILLISECONDS)) {
        throw control.giveUp("the ranks above it did not connect to it in time");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while the ranks connect", e);
    }
  }
}
