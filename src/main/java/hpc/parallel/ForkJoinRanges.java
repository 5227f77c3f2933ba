package hpc.parallel;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The workers of a {@link ForkJoinPool} of fixed size.
 *
 * <p>Each call forks one task per worker and joins them all. Nothing is split recursively: chunks
 * are equal in cost and the rows of a field must stay with one worker, so that a counter or a fixed
 * split does with fewer tasks what stealing would do.
 */
public final class ForkJoinRanges implements RangeExecutor {

  private final int threads;
  private final ForkJoinPool pool;

  /**
   * Starts a pool.
   *
   * @param threads workers, 1 to 32767
   */
  public ForkJoinRanges(int threads) {
    this.threads = threads;
    this.pool = new ForkJoinPool(threads);
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public void split(long from, long to, Part body) {
    long length = to - from;
    onEachWorker(worker -> {
      long first = from + part(length, worker);
      long end = from + part(length, worker + 1);
      if (first < end) {
        body.run(worker, first, end);
      }
      return worker;
    });
  }

  @Override
  public <S> List<S> drain(long from, long to, long grain, IntFunction<S> state, Chunk<S> body) {
    // chunks are counted, not indices: a counter of indices could pass Long.MAX_VALUE
    long chunks = Math.ceilDivExact(to - from, grain);
    AtomicLong next = new AtomicLong();
    return onEachWorker(worker -> {
      S mine = state.apply(worker);
      for (long chunk = next.getAndIncrement(); chunk < chunks; chunk = next.getAndIncrement()) {
        long at = from + chunk * grain;
        body.run(mine, at, at + Math.min(grain, to - at));
      }
      return mine;
    });
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** Start of part {@code worker} when {@code length} is shared as equally as possible. */
  private long part(long length, int worker) {
    return length / threads * worker + Math.min(worker, length % threads);
  }

  private <S> List<S> onEachWorker(IntFunction<S> body) {
    List<ForkJoinTask<S>> tasks =
        IntStream.range(0, threads)
            .mapToObj(worker -> pool.submit(() -> body.apply(worker)))
            .toList();
    tasks.forEach(ForkJoinTask::quietlyJoin);
    return tasks.stream().map(ForkJoinTask::join).toList();
  }
}
