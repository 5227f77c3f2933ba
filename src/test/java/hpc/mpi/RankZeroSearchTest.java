package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.mpi.Handshake.AuthenticChannel;
import hpc.mpi.RankIdentity.Place;
import hpc.mpi.RankIdentity.Rendezvous;
import hpc.mpi.RankZeroSearch.Found;
import hpc.mpi.RankZeroSearch.PortsTaken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RankZeroSearchTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final List<Place> HERE = List.of(new Place("n1", "127.0.0.1"));
  private static final Credentials SECRET = JobSecret.ofUser("s");

  /** One after the other, each would take ten seconds before it is given up. */
  @Test
  @Timeout(60)
  void silentStrangersHoldUpNobody() throws Exception {
    List<ServerSocket> silent = new ArrayList<>();
    try (ConnectionAcceptor acceptor = ConnectionAcceptor.listen(LOOPBACK, List.of(0))) {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        silent.add(new ServerSocket(0, 50, LOOPBACK));
        ports.add(silent.getLast().getLocalPort());
      }
      ports.add(acceptor.port());
      acceptor.open(SECRET, channel -> Handshake.admit(channel.channel()));
      Found found = find(HERE, ports);
      assertEquals("n1", found.node());
      assertEquals(acceptor.port(), found.channel().channel().socket().getPort());
      found.channel().channel().close();
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void ofSeveralWaysToRankZeroItTakesTheOneOnWhichItIsLetIn() throws Exception {
    CompletableFuture<SocketAddress> admitted = new CompletableFuture<>();
    try (ConnectionAcceptor acceptor = ConnectionAcceptor.listen(LOOPBACK, List.of(0))) {
      acceptor.open(
          SECRET,
          channel -> {
            if (admitted.complete(channel.channel().getRemoteAddress())) {
              Handshake.admit(channel.channel());
            } else {
              channel.channel().close();
            }
          });
      List<Place> ways = List.of(new Place("a", "127.0.0.1"), new Place("b", "127.0.0.1"));
      Found found = find(ways, List.of(acceptor.port()));
      assertEquals(admitted.join(), found.channel().channel().getLocalAddress());
      found.channel().channel().close();
    }
  }

  /** The other ports are closed: that one answers and hangs up says what is wrong. */
  @Test
  void aFailedHandshakeIsToldBeforeRefusedConnections() throws Exception {
    int closed;
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      closed = free.getLocalPort();
    }
    try (ConnectionAcceptor acceptor = ConnectionAcceptor.listen(LOOPBACK, List.of(0))) {
      acceptor.open(JobSecret.ofUser("another"), AuthenticChannel::close);
      List<Integer> ports = List.of(acceptor.port(), closed);
      try (RankZeroSearch search = new RankZeroSearch(identity(HERE, ports))) {
        while (acceptor.lastRefusal().isEmpty() || isOfAClosedPort(search.failure())) {
          assertEquals(Optional.empty(), search.look());
        }
        for (int i = 0; i < 50; i++) {
          assertEquals(Optional.empty(), search.look());
        }
        assertFalse(isOfAClosedPort(search.failure()), () -> search.failure().toString());
      }
    }
  }

  /** Then rank 0 has found none either, and says so: nobody else needs to. */
  @Test
  @Timeout(60)
  void strangersOnEveryPortAreToldFromAPortThatIsClosed() throws Exception {
    ServerSocket closing = new ServerSocket(0, 50, LOOPBACK);
    try (ServerSocket staying = new ServerSocket(0, 50, LOOPBACK);
        RankZeroSearch search =
            new RankZeroSearch(
                identity(HERE, List.of(staying.getLocalPort(), closing.getLocalPort())))) {
      while (!(search.failure() instanceof PortsTaken)) {
        assertEquals(Optional.empty(), search.look());
      }
      closing.close();
      while (search.failure() instanceof PortsTaken) {
        assertEquals(Optional.empty(), search.look());
      }
    }
  }

  private static boolean isOfAClosedPort(IOException failure) {
    return failure instanceof ConnectException || failure instanceof SocketTimeoutException;
  }

  @Test
  void whatDoesNotResolveIsNotWaitedFor() {
    List<Place> places = List.of(new Place("m1", "m1.invalid"), new Place("m2", "m2.invalid"));
    var failure = assertThrows(UnknownHostException.class, () -> find(places, List.of(1, 2)));
    assertEquals(
        "the name of m1.invalid, m2.invalid does not resolve, and scontrol tells no address of it",
        failure.getMessage());
  }

  private static RankIdentity identity(List<Place> places, List<Integer> ports) {
    return new RankIdentity(1, 2, "n2", List.of(), new Rendezvous(places, LOOPBACK, ports), SECRET);
  }

  private static Found find(List<Place> places, List<Integer> ports) throws IOException {
    try (RankZeroSearch search = new RankZeroSearch(identity(places, ports))) {
      while (true) {
        Optional<Found> found = search.look();
        if (found.isPresent()) {
          return found.get();
        }
      }
    }
  }
}
