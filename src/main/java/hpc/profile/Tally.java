package hpc.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The counters that {@link CountingTransform} weaves into the program: how often each method was
 * called and each of its lines was reached.
 *
 * <p>Every thread counts for itself, so that counts are exact without atomic operations and can be
 * told apart. A call costs the look-up of a thread-local variable, a line an increment in an array.
 * Woven code finds its counters by a static name only; {@link ProfiledLoader} therefore defines
 * this class anew for every run, and what it holds belongs to that run.
 */
public final class Tally {

  private static final Queue<OfThread> THREADS = new ConcurrentLinkedQueue<>();
  private static final ThreadLocal<OfThread> MINE = ThreadLocal.withInitial(Tally::enlist);

  private Tally() {}

  /** The counters of one thread; both arrays are indexed by method. */
  private static final class OfThread {
    private static final int FIRST_METHODS = 1024;

    private final String thread = Thread.currentThread().getName();
    private long[] calls = new long[FIRST_METHODS];
    private long[][] lines = new long[FIRST_METHODS][];

    private void makeRoom(int method) {
      int methods = Math.max(method + 1, 2 * calls.length);
      calls = Arrays.copyOf(calls, methods);
      lines = Arrays.copyOf(lines, methods);
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
   * The counters of this thread for the lines of a method, which increments them itself.
   *
   * @param method the method
   * @param count how many lines it has, the same in every call
   */
  public static long[] lines(int method, int count) {
    OfThread mine = MINE.get();
    if (method >= mine.calls.length) {
      mine.makeRoom(method);
    }
    long[] lines = mine.lines[method];
    if (lines == null) {
      lines = new long[count];
      mine.lines[method] = lines;
    }
    return lines;
  }

  /**
   * What has been counted, thread by thread: the thread's name (String), calls by method (long[]),
   * lines by method (long[][], null where none were counted). Plain types, since the reader's
   * classes come from another loader. Complete once the threads have ended or been joined.
   */
  public static List<Object[]> snapshot() {
    List<Object[]> threads = new ArrayList<>();
    for (OfThread one : THREADS) {
      threads.add(new Object[] {one.thread, one.calls, one.lines});
    }
    return threads;
  }
}
