package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final Hello HELLO = new Hello(Purpose.CONTROL, 3, 4, "n2", "1.0");

  private final BlockingQueue<Hello> admitted = new LinkedBlockingQueue<>();

  @Test
  void letsInWhoKnowsTheSecret() throws Exception {
    try (Gate gate = gate("secret");
        SocketChannel guest = connect(gate)) {
      Handshake.offer(guest, "secret", HELLO);
      assertEquals(HELLO, admitted.poll(600, TimeUnit.SECONDS));
    }
  }

  @Test
  void turnsAwayWhoKnowsAnotherSecret() throws Exception {
    try (Gate gate = gate("secret");
        SocketChannel guest = connect(gate)) {
      assertThrows(IOException.class, () -> Handshake.offer(guest, "Secret", HELLO));
      assertTrue(admitted.isEmpty());
    }
  }

  /** A host that does not know the secret cannot lure a rank by echoing what it hears. */
  @Test
  void guestDoesNotTrustAnEcho() throws Exception {
    try (ServerSocketChannel server =
            ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        SocketChannel guest = SocketChannel.open(server.getLocalAddress())) {
      Thread.ofVirtual().start(() -> echo(server));
      assertThrows(IOException.class, () -> Handshake.offer(guest, "secret", HELLO));
    }
  }

  @Test
  void dropsWhoSendsGarbage() throws Exception {
    try (Gate gate = gate("secret");
        SocketChannel guest = connect(gate)) {
      guest.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
      assertHungUp(guest);
    }
  }

  @Test
  void dropsWhoSaysNothing() throws Exception {
    try (Gate gate = gate("secret");
        SocketChannel guest = connect(gate)) {
      assertHungUp(guest);
    }
  }

  private static void assertHungUp(SocketChannel guest) {
    try {
      assertEquals(-1, guest.read(ByteBuffer.allocate(1)));
    } catch (IOException reset) {
      // with something unread the system resets: hung up too
    }
  }

  private Gate gate(String secret) throws IOException {
    Gate gate = Gate.listen(InetAddress.getLoopbackAddress(), List.of(0));
    gate.open(secret, (hello, channel) -> admitted.add(hello));
    return gate;
  }

  private static SocketChannel connect(Gate gate) throws IOException {
    return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gate.port()));
  }

  private static void echo(ServerSocketChannel server) {
    try (SocketChannel host = server.accept()) {
      ByteBuffer bytes = ByteBuffer.allocate(1024);
      while (host.read(bytes) >= 0) {
        host.write(bytes.flip());
        bytes.clear();
      }
    } catch (IOException e) {
      // the guest has seen enough
    }
  }
}
