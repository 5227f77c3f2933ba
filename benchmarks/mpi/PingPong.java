import hpc.mpi.LossHandler;
import hpc.mpi.MpiLaunch;
import hpc.mpi.MpiLibrary;
import hpc.mpi.NativeCommunicator;
import hpc.mpi.Patience;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The ping-pong of pingpong.c through hpc.jar: {@code PingPong memory|arrays BYTES...}, between memory
 * outside the heap or between Java arrays. See compare.py.
 */
final class PingPong {

  private static final int ROUNDS = 21;
  private static final int WARM_UP = 9;

  /** A message in one direction. */
  private interface Message {
    void send(int peer);

    void receive(int peer);
  }

  private PingPong() {}

  public static void main(String[] args) {
    try (NativeCommunicator ranks =
        NativeCommunicator.connect(
            MpiLibrary.load(System.getenv()),
            MpiLaunch.of(System.getenv()).orElseThrow(),
            Patience.USUAL,
            LossHandler.halting())) {
      for (String size : Arrays.asList(args).subList(1, args.length)) {
        int bytes = Integer.parseInt(size);
        Message message = args[0].equals("memory") ? memory(ranks, bytes) : array(ranks, bytes);
        double microseconds = measure(ranks, message, bytes < 1 << 16 ? 10_000 : 200);
        if (ranks.rank() == 0) {
          System.out.printf("%d %.4f%n", bytes, microseconds);
        }
      }
    }
  }

  private static double measure(NativeCommunicator ranks, Message message, int messages) {
    double[] oneWay = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long nanos = roundTrips(ranks, message, messages);
      if (round >= 0) {
        oneWay[round] = nanos * 1e-3 / messages / 2;
      }
    }
    Arrays.sort(oneWay);
    return oneWay[ROUNDS / 2];
  }

  private static long roundTrips(NativeCommunicator ranks, Message message, int messages) {
    ranks.barrier();
    long start = System.nanoTime();
    for (int i = 0; i < messages; i++) {
      if (ranks.rank() == 0) {
        message.send(1);
        message.receive(1);
      } else if (ranks.rank() == 1) {
        message.receive(0);
        message.send(0);
      }
    }
    return System.nanoTime() - start;
  }

  private static Message memory(NativeCommunicator ranks, int bytes) {
    MemorySegment buffer = Arena.global().allocate(bytes, Double.BYTES);
    return new Message() {
      @Override
      public void send(int peer) {
        ranks.send(buffer, peer);
      }

      @Override
      public void receive(int peer) {
        ranks.receive(buffer, peer);
      }
    };
  }

  private static Message array(NativeCommunicator ranks, int bytes) {
    double[] buffer = new double[bytes / Double.BYTES];
    return new Message() {
      @Override
      public void send(int peer) {
        ranks.send(buffer, 0, buffer.length, peer);
      }

      @Override
      public void receive(int peer) {
        ranks.receive(buffer, 0, buffer.length, peer);
      }
    };
  }
}
