package hpc.bench;

import hpc.mpi.Communicator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;

/** Ranks as threads of the test: enough of a communicator for collective measurements. */
final class ThreadRanks implements Communicator {

  private final int rank;
  private final byte[][] board;
  private final CyclicBarrier barrier;

  private ThreadRanks(int rank, byte[][] board, CyclicBarrier barrier) {
    this.rank = rank;
    this.board = board;
    this.barrier = barrier;
  }

  /** Runs {@code body} on {@code size} ranks and returns what each returned. */
  static <T> List<T> on(int size, Function<Communicator, T> body) throws Exception {
    byte[][] board = new byte[size][];
    CyclicBarrier barrier = new CyclicBarrier(size);
    try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
      List<Future<T>> ranks = new ArrayList<>();
      for (int rank = 0; rank < size; rank++) {
        Communicator mine = new ThreadRanks(rank, board, barrier);
        ranks.add(threads.submit(() -> body.apply(mine)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> result : ranks) {
        results.add(get(result));
      }
      return results;
    }
  }

  private static <T> T get(Future<T> result) throws Exception {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public int size() {
    return board.length;
  }

  @Override
  public void barrier() {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public byte[][] gather(byte[] message) {
    board[rank] = message.clone();
    barrier();
    byte[][] gathered = Stream.of(board).map(byte[]::clone).toArray(byte[][]::new);
    barrier();
    return rank == 0 ? gathered : new byte[0][];
  }

  @Override
  public void send(double[] values, int offset, int count, int peer) {
    throw new UnsupportedOperationException("send");
  }

  @Override
  public void receive(double[] values, int offset, int count, int peer) {
    throw new UnsupportedOperationException("receive");
  }

  @Override
  public long[] sum(long... values) {
    throw new UnsupportedOperationException("sum");
  }

  @Override
  public double[] sum(double... values) {
    throw new UnsupportedOperationException("sum");
  }

  @Override
  public double[] max(double... values) {
    throw new UnsupportedOperationException("max");
  }

  @Override
  public void close() {}
}
