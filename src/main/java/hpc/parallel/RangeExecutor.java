package hpc.parallel;

import java.util.List;
import java.util.function.IntFunction;

/**
 * Spreads ranges of work over the threads of one process.
 *
 * <p>Solvers know threads through this interface alone. There are two ways to share a range: a
 * field is split once, so that each worker has the same rows in every time step (first touch,
 * caches); an interval is drained by a counter, so that a slow worker takes fewer segments.
 *
 * <p>An exception thrown by a body ends the call: it is rethrown to the caller after every worker
 * has stopped.
 */
public interface RangeExecutor extends AutoCloseable {

  /** The number of workers, at least 1. Workers are numbered from 0. */
  int threads();

  /**
   * Splits {@code [from, to)} into one contiguous part per worker, as equal as possible, and
   * returns when all parts are done. Worker {@code w} gets the same part in every call with the
   * same range; a worker whose part is empty is not called.
   *
   * @param from first index
   * @param to one past the last index, {@code >= from}
   * @param body called once per worker with its part
   */
  void split(long from, long to, Part body);

  /**
   * Lets the workers take chunks of {@code grain} indices from a shared counter until {@code [from,
   * to)} is empty.
   *
   * @param <S> what a worker owns: its buffers and its partial result
   * @param from first index
   * @param to one past the last index, {@code >= from}
   * @param grain indices per chunk, at least 1; the last chunk may be shorter
   * @param state makes the state of a worker, called on that worker with its number
   * @param body called for each chunk with the state of the worker that took it
   * @return the states in worker order, one per worker
   */
  <S> List<S> drain(long from, long to, long grain, IntFunction<S> state, Chunk<S> body);

  @Override
  void close();

  /** The work of one worker on its part. */
  @FunctionalInterface
  interface Part {
    /** Works on {@code [from, to)} as worker {@code worker}. */
    void run(int worker, long from, long to);
  }

  /** The work on one chunk. */
  @FunctionalInterface
  interface Chunk<S> {
    /** Works on {@code [from, to)} with what the worker owns. */
    void run(S state, long from, long to);
  }
}
