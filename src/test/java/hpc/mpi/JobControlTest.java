package hpc.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.mpi.ControlMessage.Awaits;
import hpc.mpi.Handshake.Hello;
import hpc.mpi.Handshake.Purpose;
import hpc.mpi.ProgressWatch.Traffic;
import hpc.mpi.RankIdentity.Place;
import hpc.mpi.RankIdentity.Rendezvous;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The control of a job, with all ranks in one process and handlers that take notes. */
class JobControlTest {

  private static final Timeouts PATIENT =
      new Timeouts(Duration.ofSeconds(30), Duration.ofMillis(50), 400);

  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

  private record Ending(int rank, int exitCode, Optional<String> line) {}

  @Test
  void tellsEachRankWhereTheOthersListen() throws Exception {
    Coordinator zero = open(2, PATIENT);
    JobControl one = join(1, zero);
    var told = CompletableFuture.supplyAsync(() -> one.exchange(1001));
    ControlMessage.Peers peers = zero.exchange(1000);
    assertEquals(peers, told.get(600, TimeUnit.SECONDS));
    List<ControlMessage.Address> addresses = peers.addresses();
    assertEquals(1000, one.reachable(addresses.get(0)).getPort());
    assertEquals(1001, addresses.get(1).port());
    leave(zero, one);
    assertTrue(endings.isEmpty(), endings::toString);
  }

  @Test
  void namesTheRanksThatDidNotStart() throws Exception {
    Coordinator zero = open(4, new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(50), 400));
    JobControl two = join(2, zero);
    CompletableFuture.runAsync(() -> two.exchange(1002)).exceptionally(e -> null);
    assertThrows(IllegalStateException.class, () -> zero.exchange(1000));
    assertEnding(
        0,
        LossHandler.LOST,
        Optional.of("hpc: rank 1, rank 3 of 4 did not start within 1 s; the job ends"));
    assertEnding(2, LossHandler.LOST, Optional.empty());
  }

  @Test
  void tellsWhyWhoCameWasNotBelieved() throws Exception {
    Coordinator zero = open(2, new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(50), 400));
    RankIdentity stranger = RankIdentity.local(1, 2, zero.port(), "another secret");
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), zero.port()))) {
      Hello hello = Hello.of(stranger, Purpose.CONTROL, 0);
      assertThrows(
          IOException.class, () -> Handshake.offer(channel, stranger.credentials(), hello, 10_000));
    }
    assertThrows(IllegalStateException.class, () -> zero.exchange(1000));
    assertEnding(
        0,
        LossHandler.LOST,
        Optional.of(
            "hpc: rank 1 of 2 did not start within 1 s (turned away: from 127.0.0.1: does not know"
                + " the secret of this job); the job ends"));
  }

  @Test
  void abortOfOneRankEndsAllWithItsCodeAndOneLine() throws Exception {
    Coordinator zero = open(3, PATIENT);
    JobControl one = join(1, zero);
    join(2, zero);
    one.abort(7, "no luck");
    assertEnding(0, 7, Optional.of("hpc: rank 1 on localhost failed: no luck; the job ends"));
    assertEnding(1, 7, Optional.empty());
    assertEnding(2, 7, Optional.empty());
  }

  @Test
  void abortOfRankZeroEndsAll() throws Exception {
    Coordinator zero = open(2, PATIENT);
    join(1, zero);
    zero.abort(2, "no luck");
    assertEnding(0, 2, Optional.of("hpc: rank 0 on localhost failed: no luck; the job ends"));
    assertEnding(1, 2, Optional.empty());
  }

  @Test
  void suspicionIsToldWhenNobodyKnowsBetter() throws Exception {
    Coordinator zero = open(2, PATIENT);
    JobControl one = join(1, zero);
    one.suspect("it lost the connection to a peer");
    assertEnding(
        0,
        LossHandler.LOST,
        Optional.of(
            "hpc: rank 1 on localhost failed: it lost the connection to a peer; the job ends"));
    assertEnding(1, LossHandler.LOST, Optional.empty());
  }

  /** Whoever says so, a job that did not succeed does not end with 0. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1, 256})
  void noRankCanEndTheOthersAsIfAllWereDone(int code) throws Exception {
    Coordinator zero = open(3, PATIENT);
    JobControl one = join(1, zero);
    join(2, zero);
    one.abort(code, "no luck");
    assertEnding(0, 1, Optional.of("hpc: rank 1 on localhost failed: no luck; the job ends"));
    assertEnding(2, 1, Optional.empty());
  }

  /** What the control says is closed by keys that a stranger who writes into it does not have. */
  @Test
  void wordsPutIntoTheControlEndTheJob() throws Exception {
    Coordinator zero = open(2, PATIENT);
    RankIdentity identity = RankIdentity.local(1, 2, zero.port(), "secret");
    try (RankZeroSearch search = new RankZeroSearch(identity)) {
      Optional<RankZeroSearch.Found> found = Optional.empty();
      while (found.isEmpty()) {
        found = search.look();
      }
      ByteBuffer word = ByteBuffer.allocate(64);
      word.putInt(60).put((byte) 5).rewind();
      found.get().channel().channel().write(word);
      assertEnding(
          0,
          LossHandler.LOST,
          Optional.of(
              "hpc: rank 1 on localhost was lost (a control message was changed or lost on its"
                  + " way); the job ends"));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "2, 1"})
  void aMessageThatWasSentAndDoesNotComeEndsTheJob(int waiting, int sending) throws Exception {
    Timeouts quick = new Timeouts(Duration.ofSeconds(30), Duration.ofMillis(10), 300);
    Coordinator zero = open(3, quick);
    List<JobControl> ranks = List.of(zero, join(1, zero, quick), join(2, zero, quick));
    ranks.get(sending).watch(traffic(Set.of(), 5));
    ranks.get(waiting).watch(traffic(Set.of(new Awaits(waiting, sending, 0, 4)), 0));
    String line =
        "hpc: rank %s on localhost failed: what it sent to rank %s was lost on its way; the job ends"
            .formatted(sending, waiting);
    assertEnding(0, LossHandler.LOST, Optional.of(line));
  }

  @Test
  void aMessageThatWasNotSentIsWaitedFor() {
    ProgressWatch watch = new ProgressWatch(traffic(Set.of(), 4), 2);
    for (int i = 0; i < 10; i++) {
      assertFalse(watch.isLost(new Awaits(1, 0, 0, 4)));
    }
    assertFalse(watch.isLost(new Awaits(1, 0, 0, 3)));
    assertTrue(watch.isLost(new Awaits(1, 0, 0, 3)));
    // it has come after all
    assertFalse(watch.isLost(new Awaits(1, 0, 0, 4)));
    assertFalse(watch.isLost(new Awaits(1, 0, 0, 3)));
  }

  private static Traffic traffic(Set<Awaits> awaited, long sent) {
    return new Traffic() {
      @Override
      public Set<Awaits> awaited() {
        return awaited;
      }

      @Override
      public long sent(int peer, int kind) {
        return sent;
      }
    };
  }

  @Test
  void rankZeroThatIsNotThereIsToldByRankOne() {
    RankIdentity nobody = RankIdentity.local(1, 2, 1, "secret");
    assertThrows(IllegalStateException.class, () -> JobControl.join(nobody, PATIENT, handler(1)));
    Ending ending = endings.poll();
    assertEquals(LossHandler.LOST, ending.exitCode());
    assertTrue(
        ending.line().orElseThrow().startsWith("hpc: rank 0 on localhost cannot be reached: "),
        ending::toString);
  }

  /**
   * A node that is cut off answers nothing, at no port; three seconds for each would be minutes.
   */
  @Test
  @Timeout(60)
  void rankZeroOnANodeThatIsCutOffIsGivenUpInTime() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<SocketChannel> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
      for (int i = 0; i < 8; i++) { // more than the queue takes: the system drops what comes then
        queue.add(SocketChannel.open());
        queue.getLast().configureBlocking(false);
        queue.getLast().connect(full.getLocalSocketAddress());
      }
      Rendezvous cutOff =
          new Rendezvous(
              List.of(new Place("n1", loopback.getHostAddress())),
              loopback,
              Collections.nCopies(100, full.getLocalPort()));
      RankIdentity one =
          new RankIdentity(1, 2, "n2", List.of(), cutOff, JobSecret.ofUser("secret"));
      Timeouts second = new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(50), 400);
      assertThrows(IllegalStateException.class, () -> JobControl.join(one, second, handler(1)));
      assertEnding(
          1,
          LossHandler.LOST,
          Optional.of("hpc: rank 0 on n1 cannot be reached: no answer in time; the job ends"));
    } finally {
      for (SocketChannel waiting : queue) {
        waiting.close();
      }
    }
  }

  @Test
  void childThatCannotBeStartedIsToldInOneLine() {
    List<String> command = List.of("/nonexistent/java");
    assertThrows(
        IllegalStateException.class, () -> LocalRanks.start(2, command, PATIENT, handler(0)));
    Ending ending = endings.poll();
    assertEquals(1, ending.exitCode());
    assertTrue(
        ending
            .line()
            .orElseThrow()
            .startsWith("hpc: rank 0 on localhost failed: it cannot start rank 1: "),
        ending::toString);
  }

  private Coordinator open(int size, Timeouts timeouts) {
    return Coordinator.open(RankIdentity.local(0, size, 0, "secret"), timeouts, handler(0));
  }

  private JobControl join(int rank, Coordinator zero) {
    return join(rank, zero, PATIENT);
  }

  private JobControl join(int rank, Coordinator zero, Timeouts timeouts) {
    int size = zero.identity.size();
    RankIdentity identity = RankIdentity.local(rank, size, zero.port(), "secret");
    return JobControl.join(identity, timeouts, handler(rank));
  }

  private LossHandler handler(int rank) {
    return (exitCode, line) -> endings.add(new Ending(rank, exitCode, line));
  }

  private static void leave(JobControl zero, JobControl one) throws Exception {
    var left = CompletableFuture.runAsync(one::leave);
    zero.leave();
    left.get(600, TimeUnit.SECONDS);
  }

  private void assertEnding(int rank, int exitCode, Optional<String> line)
      throws InterruptedException {
    Ending expected = new Ending(rank, exitCode, line);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(600);
    while (!endings.contains(expected) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertEquals(
        List.of(expected), endings.stream().filter(ending -> ending.rank() == rank).toList());
  }
}
