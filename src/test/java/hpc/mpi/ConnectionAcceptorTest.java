package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConnectionAcceptorTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Between the two steps in which a port is taken another may take it: then the next one. */
  @Test
  void aPortTakenInTheLastMomentIsPassedOver() throws Exception {
    int contested;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      contested = free.getLocalPort();
    }
    AtomicBoolean done = new AtomicBoolean();
    Thread other = Thread.ofPlatform().start(() -> openAndClose(contested, done));
    try {
      for (int i = 0; i < 20_000; i++) {
        try (ConnectionAcceptor acceptor =
            ConnectionAcceptor.listen(LOOPBACK, List.of(contested, 0))) {
          assertTrue(acceptor.port() > 0);
        }
      }
    } finally {
      done.set(true);
      other.join();
    }
  }

  private static void openAndClose(int port, AtomicBoolean done) {
    while (!done.get()) {
      try (ServerSocketChannel squatted = ServerSocketChannel.open()) {
        squatted.bind(new InetSocketAddress(LOOPBACK, port));
      } catch (IOException e) {
        // the acceptor has it
      }
    }
  }
}
