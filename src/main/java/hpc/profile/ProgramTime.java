package hpc.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;

/**
 * The processor time of the threads that ran the program, by their clocks: what the samples have to
 * add up to.
 *
 * <p>Of threads that lived at the end it was read, see {@link ThreadClocks}. Of the others Flight
 * Recorder notes, when they end, which share of all processors they have had since they began.
 */
final class ProgramTime {

  private static final String BEGIN = "jdk.ThreadStart";
  private static final String SHARE = "jdk.ThreadCPULoad";

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

  /** The numbers of threads are different within a rank. */
  private record Numbered(int rank, long number) {}

  private record Ended(String name, double share, Instant at) {}

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
        // of another view
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

  /** Of what looked on: loading classes with counters, and threads of the profiler's own. */
  long profilerNanos() {
    return profilerNanos;
  }
}
