package hpc.mpi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every {@link Communicator} promises, as checks that all ranks of a job run together. They
 * fail with an AssertionError on the rank that saw the breach.
 */
final class CommunicatorContract {

  /** None, one, awkward, a halo row, and both sides of a mebibyte. */
  private static final List<Integer> LENGTHS = List.of(0, 1, 13, 207, 4098, 131_071, 131_073);

  /** 16 MiB of doubles or longs, more than any buffer on the way holds. */
  private static final int LARGE = 2 << 20;

  private final Communicator ranks;

  CommunicatorContract(Communicator ranks) {
    this.ranks = ranks;
  }

  void check() {
    knowsItsPlace();
    exchangesNothingWithNobody();
    refusesRanksThatAreNotThere();
    for (int length : LENGTHS) {
      passesMessagesRoundTheRing(length);
      sendsBothWaysAtOnce(length);
    }
    sendsBothWaysAtOnce(LARGE);
    keepsTheOrderOfMessages();
    receivesFromPeersInAnyOrder();
    for (int length : LENGTHS) {
      sums(length);
      findsTheLargest(length);
    }
    sums(LARGE);
    sumsModulo();
    gathersUnevenLengths();
    gathersLongMessages();
    holdsBackAtTheBarrier();
  }

  private void knowsItsPlace() {
    require(ranks.rank() >= 0 && ranks.rank() < ranks.size(), "rank " + ranks.rank());
  }

  private void exchangesNothingWithNobody() {
    double[] values = {1, 2, 3};
    ranks.send(values, 0, 3, Communicator.NO_RANK);
    ranks.receive(values, 0, 3, Communicator.NO_RANK);
    requireEqual(new double[] {1, 2, 3}, values, "after an exchange with nobody");
  }

  private void refusesRanksThatAreNotThere() {
    for (int peer : new int[] {ranks.size(), -2, ranks.rank()}) {
      requireRefused(() -> ranks.send(new double[1], 0, 1, peer), "send to " + peer);
      requireRefused(() -> ranks.receive(new double[1], 0, 1, peer), "receive from " + peer);
    }
  }

  /** Every rank sends to the right and receives from the left, at an offset. */
  private void passesMessagesRoundTheRing(int length) {
    if (ranks.size() == 1) {
      return;
    }
    int right = (ranks.rank() + 1) % ranks.size();
    int left = (ranks.rank() + ranks.size() - 1) % ranks.size();
    double[] mine = pattern(ranks.rank(), length + 5);
    double[] theirs = new double[length + 4];
    ranks.send(mine, 3, length, right);
    ranks.receive(theirs, 2, length, left);
    double[] expected = new double[length + 4];
    System.arraycopy(pattern(left, length + 5), 3, expected, 2, length);
    requireEqual(expected, theirs, "from the left, length " + length);
    requireEqual(pattern(ranks.rank(), length + 5), mine, "the buffer that was sent");
  }

  /** Each pair sends two messages each way before either receives. */
  private void sendsBothWaysAtOnce(int length) {
    int peer = ranks.rank() ^ 1;
    if (peer >= ranks.size()) {
      return;
    }
    double[] mine = pattern(ranks.rank(), length);
    double[] first = new double[length];
    double[] second = new double[length];
    ranks.send(mine, 0, length, peer);
    ranks.send(mine, 0, length, peer);
    ranks.receive(first, 0, length, peer);
    ranks.receive(second, 0, length, peer);
    requireEqual(pattern(peer, length), first, "first both ways, length " + length);
    requireEqual(pattern(peer, length), second, "second both ways, length " + length);
  }

  private void keepsTheOrderOfMessages() {
    int messages = 1000;
    if (ranks.rank() == 0) {
      for (int peer = 1; peer < ranks.size(); peer++) {
        for (int i = 0; i < messages; i++) {
          ranks.send(new double[] {i}, 0, 1, peer);
        }
      }
    } else {
      double[] value = new double[1];
      for (int i = 0; i < messages; i++) {
        ranks.receive(value, 0, 1, 0);
        requireEqual(new double[] {i}, value, "message " + i);
      }
    }
  }

  /** All send to all; each receives from the highest rank first. */
  private void receivesFromPeersInAnyOrder() {
    others().forEach(peer -> ranks.send(pattern(ranks.rank(), 13), 0, 13, peer));
    List<Integer> backwards = others().boxed().toList().reversed();
    for (int peer : backwards) {
      double[] values = new double[13];
      ranks.receive(values, 0, 13, peer);
      requireEqual(pattern(peer, 13), values, "from rank " + peer);
    }
  }

  private void sums(int length) {
    long[] mine = wholePattern(ranks.rank(), length);
    long[] expected = new long[length];
    int size = ranks.size();
    Arrays.setAll(expected, i -> size * (size + 1) / 2 * 1000L + size * (i % 997L));
    require(Arrays.equals(expected, ranks.sum(mine)), "sum, length " + length);
    require(Arrays.equals(wholePattern(ranks.rank(), length), mine), "what was summed");
  }

  private void findsTheLargest(int length) {
    double[] mine = pattern(ranks.rank(), length);
    Arrays.setAll(mine, i -> -mine[i]);
    double[] expected = pattern(0, length);
    Arrays.setAll(expected, i -> -expected[i]);
    requireEqual(expected, ranks.max(mine), "max of negative values, length " + length);
  }

  private void sumsModulo() {
    long[] total = ranks.sum(ranks.rank() == 0 ? Long.MAX_VALUE : 1, 1L << 53 | 1, -1);
    long[] expected = {
      Long.MAX_VALUE + ranks.size() - 1, ranks.size() * (1L << 53 | 1), -ranks.size()
    };
    require(Arrays.equals(expected, total), "sum of longs " + Arrays.toString(total));
  }

  private void gathersUnevenLengths() {
    byte[][] all = ranks.gather(bytes(ranks.rank(), ranks.rank() * 100));
    require(all.length == (ranks.rank() == 0 ? ranks.size() : 0), "messages: " + all.length);
    for (int rank = 0; rank < all.length; rank++) {
      require(Arrays.equals(bytes(rank, rank * 100), all[rank]), "gathered from " + rank);
    }
  }

  private void gathersLongMessages() {
    byte[][] all = ranks.gather(bytes(ranks.rank(), (3 << 20) + ranks.rank()));
    for (int rank = 0; rank < all.length; rank++) {
      require(Arrays.equals(bytes(rank, (3 << 20) + rank), all[rank]), "gathered from " + rank);
    }
  }

  /** What a rank did before the barrier is done when any rank has passed it. */
  private void holdsBackAtTheBarrier() {
    // all on one machine, and the number is that of a process of this job
    double job = ranks.max((double) ProcessHandle.current().pid())[0];
    for (int late = 0; late < ranks.size(); late++) {
      Path reached =
          Path.of(System.getProperty("java.io.tmpdir"), "hpc-barrier-" + (long) job + "-" + late);
      if (ranks.rank() == late) {
        busyFor5Milliseconds();
        create(reached);
      }
      ranks.barrier();
      require(Files.exists(reached), "barrier passed before rank " + late + " reached it");
      ranks.barrier();
      delete(reached);
    }
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void busyFor5Milliseconds() {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 5_000_000) {
      Thread.onSpinWait();
    }
  }

  private IntStream others() {
    return IntStream.range(0, ranks.size()).filter(peer -> peer != ranks.rank());
  }

  /** Larger for higher ranks. */
  private static double[] pattern(int rank, int length) {
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = (rank + 1.0) * 1000 + i % 997;
    }
    return values;
  }

  private static long[] wholePattern(int rank, int length) {
    return Arrays.stream(pattern(rank, length)).mapToLong(value -> (long) value).toArray();
  }

  private static byte[] bytes(int rank, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (rank * 31 + i % 251);
    }
    return bytes;
  }

  private static void requireRefused(Runnable operation, String what) {
    try {
      operation.run();
    } catch (IllegalArgumentException expected) {
      return;
    }
    throw new AssertionError(what + " was not refused");
  }

  private static void requireEqual(double[] expected, double[] actual, String what) {
    int at = Arrays.mismatch(expected, actual);
    require(at < 0, what + ": differs at " + at);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
