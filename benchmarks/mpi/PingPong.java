import hpc.mpi.Communicator;
import hpc.mpi.LocalRanks;
import hpc.mpi.LossHandler;
import hpc.mpi.MpiLaunch;
import hpc.mpi.MpiLibrary;
import hpc.mpi.MpjCommunicator;
import hpc.mpi.NativeCommunicator;
import hpc.mpi.Patience;
import hpc.mpi.RankIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ping-pong of pingpong.c through hpc.jar: {@code PingPong memory|arrays|mpj BYTES...}, by the MPI
 * library between memory outside the heap or between Java arrays, or between arrays by MPJ Express. See
 * compare.py.
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
    try (Communicator ranks = args[0].equals("mpj") ? connectByMpj(args) : connectByMpi()) {
      for (String size : Arrays.asList(args).subList(1, args.length)) {
        int bytes = Integer.parseInt(size);
        Message message =
            args[0].equals("memory")
                ? memory((NativeCommunicator) ranks, bytes)
                : array(ranks, bytes);
        double microseconds = measure(ranks, message, bytes < 1 << 16 ? 10_000 : 200);
        if (ranks.rank() == 0) {
          System.out.printf("%d %.4f%n", bytes, microseconds);
        }
      }
    }
  }

  private static Communicator connectByMpi() {
    return NativeCommunicator.connect(
        MpiLibrary.load(System.getenv()),
        MpiLaunch.of(System.getenv()).orElseThrow(),
        Patience.USUAL,
        LossHandler.halting());
  }

  /** The tasks of a Slurm step; outside one this process starts the other rank. */
  private static Communicator connectByMpj(String[] args) {
    List<String> other = new ArrayList<>();
    ProcessHandle.current().info().command().ifPresent(other::add);
    ProcessHandle.current().info().arguments().ifPresent(words -> other.addAll(List.of(words)));
    return RankIdentity.of(System.getenv())
        .map(self -> MpjCommunicator.connect(self, Patience.USUAL, LossHandler.halting()))
        .orElseGet(() -> LocalRanks.start(2, other, Patience.USUAL, LossHandler.halting()));
  }

  private static double measure(Communicator ranks, Message message, int messages) {
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

  private static long roundTrips(Communicator ranks, Message message, int messages) {
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

  private static Message array(Communicator ranks, int bytes) {
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
