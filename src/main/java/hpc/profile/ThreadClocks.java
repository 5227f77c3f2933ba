package hpc.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * The clock that the system keeps for each thread, read before and after the program: to the
 * nanosecond what samples only estimate. Threads that end in between are told by Flight Recorder,
 * see {@link ProgramTime}; those of the JVM itself, which compile and collect, are not among these.
 */
final class ThreadClocks {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> before = new HashMap<>();

  private ThreadClocks() {}

  /** Reads the clocks of all threads that there are. */
  static ThreadClocks start() {
    ThreadClocks clocks = new ThreadClocks();
    for (long number : THREADS.getAllThreadIds()) {
      clocks.before.put(number, THREADS.getThreadCpuTime(number));
    }
    return clocks;
  }

  /** Puts into the recording how far the clock of each living thread has come since. */
  void commit() {
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null) {
        commit(thread);
      }
    }
  }

  private void commit(ThreadInfo thread) {
    long now = THREADS.getThreadCpuTime(thread.getThreadId());
    // -1 if it has ended just now: then Flight Recorder tells
    if (now >= 0) {
      ThreadTime time = new ThreadTime();
      time.inThread = thread.getThreadName();
      time.number = thread.getThreadId();
      time.cpuNanos = now - before.getOrDefault(thread.getThreadId(), 0L);
      time.commit();
    }
  }

  /** That of the thread that asks. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }
}
