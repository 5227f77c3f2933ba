package hpc.mpi;

import hpc.mpi.Handshake.AuthenticChannel;
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
 * A listening port that lets in the ranks of this job and nobody else. Each connection has its
 * handshake on a thread of its own, so that strangers, however many and however slow, do not hold
 * up the ranks behind them. Closing the acceptor frees the port; accepted connections stay.
 */
final class ConnectionAcceptor implements AutoCloseable {

  /** Handshakes at a time; further connections are turned away and may retry. */
  private static final int MAX_HANDSHAKES = 64;

  /** How long a wrong proof takes up a place: nobody can try many. */
  private static final long WRONG_PROOF_MILLIS = 1_000;

  private static final int BACKLOG = 1024;

  private final ServerSocketChannel server;
  private final Semaphore places = new Semaphore(MAX_HANDSHAKES);
  private volatile String lastRefusal = "";

  private ConnectionAcceptor(ServerSocketChannel server) {
    this.server = server;
  }

  /** Takes over the connection of a rank of this job. */
  @FunctionalInterface
  interface Receiver {
    /** Keeps the connection, or closes it. */
    void receive(AuthenticChannel channel) throws IOException;
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

  /** The address of the last stranger whose proof was wrong, and what was wrong; or empty. */
  String lastRefusal() {
    return lastRefusal;
  }

  /** Begins to accept connections. */
  void open(Credentials credentials, Receiver receiver) {
    Thread.ofPlatform().daemon().name("hpc-accept").start(() -> acceptAll(credentials, receiver));
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // a port that cannot be closed is closed by the end of the process
    }
  }

  private void acceptAll(Credentials credentials, Receiver receiver) {
    while (server.isOpen()) {
      try {
        SocketChannel guest = server.accept();
        if (places.tryAcquire()) {
          startHandshake(guest, credentials, receiver);
        } else {
          guest.close();
        }
      } catch (IOException e) {
        // closed, or out of file descriptors until some connections are gone
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  /** Where the user may have no more threads, the connection is closed and this port stays. */
  private void startHandshake(SocketChannel guest, Credentials credentials, Receiver receiver) {
    try {
      Handshake.start("hpc-handshake", () -> examine(guest, credentials, receiver));
    } catch (IOException e) {
      Handshake.close(guest);
      places.release();
    }
  }

  private void examine(SocketChannel guest, Credentials credentials, Receiver receiver) {
    try {
      receiver.receive(Handshake.accept(guest, credentials));
    } catch (WrongProof stranger) {
      lastRefusal = stranger.getMessage();
      Handshake.close(guest);
      JobControl.pause(WRONG_PROOF_MILLIS);
    } catch (IOException | RuntimeException stranger) {
      Handshake.close(guest);
    } finally {
      places.release();
    }
  }
}
