package hpc.profile;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * The processor time of the threads that ran the program, by their clocks: what the samples have to
 * add up to.
 *
 * <p>The clocks of threads that live at the end are read then, see {@link Clocks}. For the others
 * Flight Recorder notes, when they end, which share of all processors they have had since they
 * began.
 */
final class ProgramTime {

  private static final String BEGIN = "jdk.ThreadStart";
  private static final String SHARE = "jdk.ThreadCPULoad";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** What Flight Recorder has to record for it. */
  static final Map<String, String> SETTINGS =
      Map.of(
          BEGIN + "#enabled", "true",
          BEGIN + "#stackTrace", "false",
          SHARE + "#enabled", "true",
          // when a thread ends, and not in between
          SHARE + "#period", "1 d");

  private final Map<Numbered, Instant> begun = new HashMap<>();
  private final Map<Numbered, Ended> ended = new HashMap<>();
  private final Set<Numbered> alive = new HashSet<>();
  private final Map<Integer, Integer> processors = new HashMap<>();
  private long programNanos;
  private long profilerNanos;

  /** In a recording: what a thread that lived when the program ended has taken. */
  @Name(ThreadTime.NAME)
  @Label("Thread's Time")
  @Category("hpc")
  @StackTrace(false)
  static final class ThreadTime extends Event {

    static final String NAME = "hpc.ThreadTime";

    @Label("Thread")
    String inThread;

    @Label("Thread's Number")
    long number;

    @Label("CPU Time since the Program Began in ns")
    long cpuNanos;
  }

  /**
   * The clock that the system keeps for each thread of Java, read before and after the program: to
   * the nanosecond what samples only estimate. The JVM's own threads, which compile and collect,
   * are not among these.
   */
  static final class Clocks {

    private final Map<Long, Long> before = new HashMap<>();

    /** Reads the clocks of all threads. */
    Clocks() {
      for (long number : THREADS.getAllThreadIds()) {
        before.put(number, THREADS.getThreadCpuTime(number));
      }
    }

    /** Puts into the recording how far the clock of each living thread has come since. */
    void commit() {
      for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
        long now = thread == null ? -1 : THREADS.getThreadCpuTime(thread.getThreadId());
        // -1 if it has ended just now: then Flight Recorder has noted it
        if (now >= 0) {
          ThreadTime time = new ThreadTime();
          time.inThread = thread.getThreadName();
          time.number = thread.getThreadId();
          time.cpuNanos = now - before.getOrDefault(thread.getThreadId(), 0L);
          time.commit();
        }
      }
    }
  }

  /** Threads are numbered within a rank. */
  private record Numbered(int rank, long number) {}

  private record Ended(String name, double share, Instant at) {}

  /** The clock of the thread that asks, in nanoseconds. */
  static long ofThisThread() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /** Whether a thread of this name is not one of the program's. */
  static boolean isProfiler(String thread) {
    return thread.startsWith("JFR ") || thread.equals(MemorySampler.THREAD);
  }

  /** Takes what it needs of an event. */
  void take(int rank, RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case BEGIN -> {
        RecordedThread thread = event.getThread("thread");
        begun.put(new Numbered(rank, thread.getJavaThreadId()), event.getStartTime());
      }
      case SHARE -> {
        RecordedThread thread = event.getThread("eventThread");
        double share = (double) event.getFloat("user") + event.getFloat("system");
        ended.put(
            new Numbered(rank, thread.getJavaThreadId()),
            new Ended(thread.getJavaName(), share, event.getStartTime()));
      }
      case ThreadTime.NAME -> {
        alive.add(new Numbered(rank, event.getLong("number")));
        add(event.getString("inThread"), event.getLong("cpuNanos"));
      }
      case RunFacts.NAME -> {
        processors.put(rank, event.getInt("processors"));
        // it was a thread of the program that loaded it
        programNanos -= event.getLong("loadingNanos");
        profilerNanos += event.getLong("loadingNanos");
      }
      default -> {
        // of no use here
      }
    }
  }

  private void add(String thread, long nanos) {
    if (isProfiler(thread)) {
      profilerNanos += nanos;
    } else {
      programNanos += nanos;
    }
  }

  /** Once all events were taken: adds the threads that had ended. */
  void close() {
    ended.forEach((thread, end) -> {
      Instant begin = begun.get(thread);
      if (begin != null && !alive.contains(thread)) {
        long nanos = Duration.between(begin, end.at()).toNanos();
        add(
            end.name(),
            Math.round(end.share() * processors.getOrDefault(thread.rank(), 1) * nanos));
      }
    });
  }

  /** Of the program, in nanoseconds. */
  long nanos() {
    return programNanos;
  }

  /** Of the profiler: loading classes with counters, and its own threads. */
  long profilerNanos() {
    return profilerNanos;
  }
}
