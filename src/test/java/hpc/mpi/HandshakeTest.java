package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.Handshake.AuthenticChannel;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class HandshakeTest {

  private static final Hello HELLO = new Hello(Purpose.CONTROL, 0, 3, 4, "n2", "1.0");

  private static final Credentials SECRET = JobSecret.ofUser("secret");
  private static final Credentials OTHER = JobSecret.ofUser("Secret");

  private final BlockingQueue<Hello> admitted = new LinkedBlockingQueue<>();

  @Test
  void letsInWhoKnowsTheSecret() throws Exception {
    try (ConnectionAcceptor acceptor = open();
        SocketChannel guest = connect(acceptor)) {
      Handshake.offer(guest, SECRET, HELLO, 10_000);
      assertEquals(HELLO, admitted.poll(600, TimeUnit.SECONDS));
    }
  }

  @Test
  void turnsAwayWhoKnowsAnotherSecret() throws Exception {
    try (ConnectionAcceptor acceptor = open();
        SocketChannel guest = connect(acceptor)) {
      assertThrows(IOException.class, () -> Handshake.offer(guest, OTHER, HELLO, 10_000));
      assertTrue(admitted.isEmpty());
      assertEquals("from 127.0.0.1: does not know the secret of this job", acceptor.lastRefusal());
    }
  }

  /** A host that does not know the secret cannot lure a rank by echoing what it hears. */
  @Test
  void guestDoesNotTrustAnEcho() throws Exception {
    try (ServerSocketChannel server = listen();
        SocketChannel guest = SocketChannel.open(server.getLocalAddress())) {
      Thread.ofVirtual().start(() -> echo(server));
      assertThrows(IOException.class, () -> Handshake.offer(guest, SECRET, HELLO, 10_000));
    }
  }

  /** A stranger in the middle hands on every byte, and still is not the host. */
  @Test
  void turnsAwayAGuestThatComesByWayOfAnother() throws Exception {
    try (ConnectionAcceptor acceptor = open();
        ServerSocketChannel squatted = listen();
        SocketChannel guest = SocketChannel.open(squatted.getLocalAddress())) {
      Thread.ofVirtual().start(() -> relay(squatted, acceptor));
      assertThrows(IOException.class, () -> Handshake.offer(guest, SECRET, HELLO, 10_000));
      assertTrue(admitted.isEmpty());
    }
  }

  @Test
  void turnsAwayWhoRepeatsWhatARankHasSaid() throws Exception {
    ByteArrayOutputStream overheard = new ByteArrayOutputStream();
    try (ConnectionAcceptor acceptor = open();
        ServerSocketChannel squatted = listen();
        SocketChannel guest = SocketChannel.open(squatted.getLocalAddress());
        SocketChannel thief = connect(acceptor)) {
      Thread.ofVirtual().start(() -> overhear(squatted, overheard));
      assertThrows(IOException.class, () -> Handshake.offer(guest, SECRET, HELLO, 10_000));
      assertTrue(overheard.size() > 100, "the guest has said " + overheard);
      thief.write(ByteBuffer.wrap(overheard.toByteArray()));
      thief.read(ByteBuffer.allocate(KeyShare.BYTES));
      assertHungUp(thief);
      assertTrue(admitted.isEmpty());
    }
  }

  /** Wrong proofs hold their places for a moment; there are more places. */
  @Test
  void letsInARankAmongManyThatGuess() throws Exception {
    try (ConnectionAcceptor acceptor = open()) {
      for (int i = 0; i < 20; i++) {
        Credentials guess = JobSecret.ofProgram("guess " + i);
        try (SocketChannel stranger = connect(acceptor)) {
          assertThrows(IOException.class, () -> Handshake.offer(stranger, guess, HELLO, 10_000));
        }
      }
      try (SocketChannel guest = connect(acceptor)) {
        Handshake.offer(guest, SECRET, HELLO, 10_000);
        assertEquals(HELLO, admitted.poll(600, TimeUnit.SECONDS));
        assertTrue(admitted.isEmpty());
      }
    }
  }

  /** Each direction has a key of its own, and no connection has that of another. */
  @Test
  void keysFitOneConnectionAndOneDirection() throws Exception {
    BlockingQueue<AuthenticChannel> hosts = new LinkedBlockingQueue<>();
    try (ConnectionAcceptor acceptor =
        ConnectionAcceptor.listen(InetAddress.getLoopbackAddress(), List.of(0))) {
      acceptor.open(SECRET, hosts::add);
      Set<SecretKey> keys = new HashSet<>();
      for (int i = 0; i < 2; i++) {
        AuthenticChannel guest = Handshake.offer(connect(acceptor), SECRET, HELLO, 10_000);
        AuthenticChannel host = hosts.poll(600, TimeUnit.SECONDS);
        assertEquals(guest.outgoing(), host.incoming());
        assertEquals(guest.incoming(), host.outgoing());
        keys.add(guest.outgoing());
        keys.add(guest.incoming());
        guest.channel().close();
        host.channel().close();
      }
      assertEquals(4, keys.size());
    }
  }

  @Test
  void dropsWhoSendsGarbage() throws Exception {
    try (ConnectionAcceptor acceptor = open();
        SocketChannel guest = connect(acceptor)) {
      guest.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
      assertHungUp(guest);
    }
  }

  @Test
  void dropsWhoSaysNothing() throws Exception {
    try (ConnectionAcceptor acceptor = open();
        SocketChannel guest = connect(acceptor)) {
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

  private ConnectionAcceptor open() throws IOException {
    ConnectionAcceptor acceptor =
        ConnectionAcceptor.listen(InetAddress.getLoopbackAddress(), List.of(0));
    acceptor.open(SECRET, channel -> admitted.add(channel.guest()));
    return acceptor;
  }

  private static SocketChannel connect(ConnectionAcceptor acceptor) throws IOException {
    return SocketChannel.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port()));
  }

  private static ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open()
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  private static void relay(ServerSocketChannel squatted, ConnectionAcceptor acceptor) {
    try (SocketChannel guest = squatted.accept();
        SocketChannel host = connect(acceptor)) {
      Thread.ofVirtual().start(() -> copy(host, guest));
      copy(guest, host);
    } catch (IOException e) {
      // one of them has seen enough
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    try {
      while (from.read(bytes) >= 0) {
        to.write(bytes.flip());
        bytes.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // one of them has seen enough
    }
  }

  /** Shows a key, so that the guest proves what it can, and says no more. */
  private static void overhear(ServerSocketChannel squatted, ByteArrayOutputStream overheard) {
    try (SocketChannel guest = squatted.accept()) {
      guest.write(ByteBuffer.wrap(KeyShare.keyPair().shown()));
      InputStream said = guest.socket().getInputStream();
      byte[] word = said.readNBytes(8 + 32);
      overheard.writeBytes(word);
      for (int part = 0; part < 2; part++) {
        byte[] length = said.readNBytes(2);
        overheard.writeBytes(length);
        overheard.writeBytes(said.readNBytes(((length[0] & 0xff) << 8) | (length[1] & 0xff)));
      }
    } catch (IOException e) {
      // the guest has seen enough
    }
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
