package hpc.mpi;

import hpc.mpi.Handshake.Guest;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.WrongProof;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * A listening port that lets in the ranks of this job and nobody else. Every visitor is dealt with
 * on a thread of its own, so that strangers, however many and however slow, do not hold up the
 * ranks behind them. Closing it frees the port; connections let in before stay.
 */
final class ConnectionAcceptor implements AutoCloseable {

  /** Visitors before their handshake is done; what comes on top is turned away and may retry. */
  private static final int MAX_VISITORS = 64;

  /** How long a wrong proof takes up a place: nobody can try many. */
  private static final long WRONG_PROOF_MILLIS = 1_000;

  private static final int BACKLOG = 1024;

  private final ServerSocketChannel server;
  private final Semaphore visitors = new Semaphore(MAX_VISITORS);
  private volatile String lastRefusal = "";

  private ConnectionAcceptor(ServerSocketChannel server) {
    this.server = server;
  }

  /** Takes over the connection of a rank of this job. */
  @FunctionalInterface
  interface Welcome {
    /** Keeps the connection, or closes it. */
    void enter(Hello hello, AuthenticChannel channel) throws IOException;
  }

  /**
   * Listens on the first free port.
   *
   * @throws IOException if none of the ports is free
   */
  static ConnectionAcceptor listen(InetAddress address, List<Integer> ports) throws IOException {
    for (int port : ports) {
      // one that has failed is of no use for the next port: it may hold this one without listening
      ServerSocketChannel server = ServerSocketChannel.open();
      try {
        return new ConnectionAcceptor(server.bind(new InetSocketAddress(address, port), BACKLOG));
      } catch (BindException e) {
        // taken by another program or job: the next one
        server.close();
      }
    }
    throw new BindException(
        "ports %s to %s are all taken".formatted(ports.getFirst(), ports.getLast()));
  }

  int port() {
    return server.socket().getLocalPort();
  }

  /** Who tried in vain to prove that it is of the job, the last time, and why in vain; or empty. */
  String lastRefusal() {
    return lastRefusal;
  }

  /** Begins to let visitors in. */
  void open(Credentials credentials, Welcome welcome) {
    Thread.ofPlatform().daemon().name("hpc-gate").start(() -> acceptAll(credentials, welcome));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // a port that cannot be closed is closed by the end of the process
    }
  }

  private void acceptAll(Credentials credentials, Welcome welcome) {
    while (server.isOpen()) {
      try {
        SocketChannel visitor = server.accept();
        if (visitors.tryAcquire()) {
          receive(visitor, credentials, welcome);
        } else {
          visitor.close();
        }
      } catch (IOException e) {
        // closed, or out of file descriptors until some visitors are gone
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** Where the user may have no more threads the visitor goes, and the gate stays. */
  private void receive(SocketChannel visitor, Credentials credentials, Welcome welcome) {
    try {
      Handshake.start("hpc-visitor", () -> examine(visitor, credentials, welcome));
    } catch (IOException e) {
      Handshake.hangUp(visitor);
      visitors.release();
    }
  }

  private void examine(SocketChannel visitor, Credentials credentials, Welcome welcome) {
    try {
      Guest guest = Handshake.accept(visitor, credentials);
      welcome.enter(guest.hello(), guest.channel());
    } catch (WrongProof stranger) {
      lastRefusal = stranger.getMessage();
      Handshake.hangUp(visitor);
      JobControl.pause(WRONG_PROOF_MILLIS);
    } catch (IOException | RuntimeException stranger) {
      Handshake.hangUp(visitor);
    } finally {
      visitors.release();
    }
  }
}
