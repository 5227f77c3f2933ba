package hpc.mpi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A job whose ranks are threads of the test: messages go through queues, collectives through a
 * barrier. When one rank throws, the others are interrupted, so that a test fails and does not
 * hang.
 */
public final class ThreadRanks {

  private final int size;
  private final List<BlockingQueue<double[]>> queues;
  private final CyclicBarrier barrier;
  private final Object[] given;

  private ThreadRanks(int size) {
    this.size = size;
    this.queues =
        IntStream.range(0, size * size)
            .<BlockingQueue<double[]>>mapToObj(_ -> new LinkedBlockingQueue<>())
            .toList();
    this.barrier = new CyclicBarrier(size);
    this.given = new Object[size];
  }

  /**
   * Runs {@code body} once per rank, each on a thread of its own.
   *
   * @param size ranks of the job
   * @param body what a rank does with its communicator
   * @return what the ranks returned, in rank order
   * @throws RuntimeException what the first rank that failed threw
   */
  public static <T> List<T> run(int size, Function<Communicator, T> body) {
    ThreadRanks job = new ThreadRanks(size);
    try (ExecutorService threads = Executors.newFixedThreadPool(size)) {
      List<Future<T>> running = new ArrayList<>();
      AtomicReference<Throwable> firstFailure = new AtomicReference<>();
      for (int number = 0; number < size; number++) {
        Rank rank = job.new Rank(number);
        running.add(
            threads.submit(() -> {
              try {
                return body.apply(rank);
              } catch (RuntimeException | Error e) {
                firstFailure.compareAndSet(null, e);
                threads.shutdownNow();
                throw e;
              }
            }));
      }
      return results(running, firstFailure);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static <T> List<T> results(
      List<Future<T>> running, AtomicReference<Throwable> firstFailure)
      throws InterruptedException {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> rank : running) {
        results.add(rank.get());
      }
      return results;
    } catch (ExecutionException e) {
      // the others only report that they were interrupted
      if (firstFailure.get() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(firstFailure.get());
    }
  }

  /** The handle of one rank. */
  private final class Rank implements Communicator {

    private final int rank;

    private Rank(int rank) {
      this.rank = rank;
    }

    @Override
    public int rank() {
      return rank;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public String transport() {
      return "threads";
    }

    @Override
    public void send(double[] values, int offset, int count, int peer) {
      if (peer != NO_RANK) {
        queue(rank, peer).add(Arrays.copyOfRange(values, offset, offset + count));
      }
    }

    @Override
    public void receive(double[] values, int offset, int count, int peer) {
      if (peer == NO_RANK) {
        return;
      }
      try {
        double[] message = queue(peer, rank).take();
        if (message.length != count) {
          throw new AssertionError("received " + message.length + ", expected " + count);
        }
        System.arraycopy(message, 0, values, offset, count);
      } catch (InterruptedException e) {
        throw new IllegalStateException("another rank failed", e);
      }
    }

    /** A rank that fails throws, and {@link #run} sees to the others. */
    @Override
    public void abort(int exitCode, String line) {}

    @Override
    public void barrier() {
      try {
        barrier.await();
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException("another rank failed", e);
      }
    }

    @Override
    public long[] sum(long... values) {
      return reduce(values.clone(), ThreadRanks::sumOf);
    }

    @Override
    public double[] max(double... values) {
      return reduce(values.clone(), ThreadRanks::largestOf);
    }

    @Override
    public byte[][] gather(byte[] message) {
      byte[][] all = exchange(message.clone()).toArray(new byte[0][]);
      return rank == 0 ? all : new byte[0][];
    }

    @Override
    public void close() {
      barrier();
    }

    private <T> T reduce(T mine, BinaryOperator<T> sum) {
      return exchange(mine).stream().reduce(sum).orElseThrow();
    }

    /** Everybody's object; the second barrier keeps the slots until all have read them. */
    @SuppressWarnings("unchecked") // every rank calls the same collective
    private <T> List<T> exchange(T mine) {
      given[rank] = mine;
      barrier();
      List<T> all = (List<T>) List.of(given.clone());
      barrier();
      return all;
    }
  }

  private BlockingQueue<double[]> queue(int from, int to) {
    return queues.get(from * size + to);
  }

  private static long[] sumOf(long[] a, long[] b) {
    return IntStream.range(0, a.length).mapToLong(i -> a[i] + b[i]).toArray();
  }

  private static double[] largestOf(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.max(a[i], b[i])).toArray();
  }
}
