package hpc.sieve;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.mpi.Communicator;
import hpc.mpi.SingleProcess;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Executions for tests; several ranks are threads of this process. */
final class Executions {

  private Executions() {}

  static Execution serial() {
    return new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess());
  }

  static Execution threads(int threads) {
    return new Execution(Mode.FORKJOIN, new ForkJoinRanges(threads), new SingleProcess());
  }

  /** What {@code program} returns on each of {@code ranks} ranks of {@code threads} threads. */
  static <T> List<T> onRanks(int ranks, int threads, Function<Execution, T> program) {
    Blackboard board = new Blackboard(ranks);
    try (var pool = Executors.newFixedThreadPool(ranks)) {
      List<CompletableFuture<T>> results =
          IntStream.range(0, ranks)
              .mapToObj(rank ->
                  CompletableFuture.supplyAsync(
                      () -> {
                        try (Execution execution =
                            new Execution(
                                Mode.MPI,
                                new ForkJoinRanges(threads),
                                new ThreadRank(board, rank))) {
                          return program.apply(execution);
                        }
                      },
                      pool))
              .toList();
      return results.stream().map(CompletableFuture::join).toList();
    }
  }

  /** Where ranks put what the others read. */
  private static final class Blackboard {
    private final Object[] values;
    private final CyclicBarrier barrier;

    private Blackboard(int ranks) {
      values = new Object[ranks];
      barrier = new CyclicBarrier(ranks);
    }

    private Object[] exchange(int rank, Object value) {
      values[rank] = value;
      await();
      Object[] all = values.clone();
      await();
      return all;
    }

    private void await() {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private record ThreadRank(Blackboard board, int rank) implements Communicator {

    @Override
    public int size() {
      return board.values.length;
    }

    @Override
    public void barrier() {
      board.await();
    }

    @Override
    public long[] sum(long... values) {
      long[] sum = new long[values.length];
      for (Object part : board.exchange(rank, values.clone())) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += ((long[]) part)[i];
        }
      }
      return sum;
    }

    @Override
    public byte[][] gather(byte[] message) {
      Object[] all = board.exchange(rank, message.clone());
      byte[][] messages = new byte[rank == 0 ? all.length : 0][];
      for (int i = 0; i < messages.length; i++) {
        messages[i] = (byte[]) all[i];
      }
      return messages;
    }

    @Override
    public double[] sum(double... values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public double[] max(double... values) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void send(double[] values, int offset, int count, int peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void receive(double[] values, int offset, int count, int peer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
