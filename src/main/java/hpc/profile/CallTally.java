package hpc.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The counters that {@link CallInstrumentation} weaves into the program: how often each method was
 * called and each of its lines or blocks was reached.
 *
 * <p>Every thread counts for itself, so that counts are exact without atomic operations and can be
 * told apart. A call costs the look-up of a thread-local variable, a line an increment in an array.
 * Woven code finds its counters by a static name only; {@link ProfiledLoader} therefore defines
 * this class anew for every run, and what it holds belongs to that run.
 */
public final class CallTally {

  private static final Queue<OfThread> THREADS = new ConcurrentLinkedQueue<>();
  private static final ThreadLocal<OfThread> MINE = ThreadLocal.withInitial(CallTally::enlist);

  private CallTally() {}

  /** The counters of one thread; both arrays are indexed by method. */
  private static final class OfThread {
    private static final int FIRST_METHODS = 1024;

    private final String thread = Thread.currentThread().getName();
    private long[] calls = new long[FIRST_METHODS];
    private long[][] counters = new long[FIRST_METHODS][];

    private void makeRoom(int method) {
      int methods = Math.max(method + 1, 2 * calls.length);
      calls = Arrays.copyOf(calls, methods);
      counters = Arrays.copyOf(counters, methods);
    }
  }

  private static OfThread enlist() {
    OfThread mine = new OfThread();
    THREADS.add(mine);
    return mine;
  }

  /** Counts one call of a method; woven into its beginning. */
  public static void call(int method) {
    OfThread mine = MINE.get();
    if (method >= mine.calls.length) {
      mine.makeRoom(method);
    }
    mine.calls[method]++;
  }

  /**
   * Counts one call of a method and gives it the counters of this thread for its lines and blocks,
   * which it increments itself.
   *
   * @param method the method
   * @param count how many counters it has, the same in every call
   */
  public static long[] enter(int method, int count) {
    OfThread mine = MINE.get();
    if (method >= mine.calls.length) {
      mine.makeRoom(method);
    }
    mine.calls[method]++;
    long[] counters = mine.counters[method];
    if (counters == null) {
      counters = new long[count];
      mine.counters[method] = counters;
    }
    return counters;
  }

  /**
   * What has been counted, thread by thread: the thread's name (String), calls by method (long[]),
   * counters by method (long[][], null where it has none). Plain types, since the reader's classes
   * come from another loader. Complete once the threads have ended or been joined.
   */
  public static List<Object[]> snapshot() {
    List<Object[]> threads = new ArrayList<>();
    for (OfThread one : THREADS) {
      threads.add(new Object[] {one.thread, one.calls, one.counters});
    }
    return threads;
  }
}
