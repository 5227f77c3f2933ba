package hpc.profile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Where the processor time of a run went, as its recordings tell: by samples, each of which stands
 * for the time since the last one of its thread, beside what was counted exactly.
 */
public final class Profile {

  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String LOST = "jdk.CPUTimeSamplesLost";
  private static final String TIMING = "jdk.MethodTiming";
  private static final String BOUNDARY = Recorder.class.getName();
  private static final String PROFILER = Profile.class.getPackageName() + ".";
  private static final List<String> COUNTERS =
      Stream.of(Tally.class, ArrayTally.class, PhaseMark.class).map(Class::getName).toList();
  private static final String GENERATED = "$$Lambda";

  private final Map<Stack, Time> stacks = new HashMap<>();
  private final List<Count> calls = new ArrayList<>();
  private final List<Count> hits = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final LostSamples lost = new LostSamples();
  private final ProgramTime clocks = new ProgramTime();
  private long unknownNanos;
  private long solveNanos;

  /** A place in the program. */
  public record Frame(MethodName method, int line) {}

  /** Where one thread was, innermost frame first; at least one. */
  public record Stack(int rank, String thread, List<Frame> frames) {

    /** Copies the frames. */
    public Stack {
      frames = List.copyOf(frames);
    }

    /** Where it was itself. */
    public Frame leaf() {
      return frames.getFirst();
    }
  }

  /** How long, and in how many samples. */
  public record Time(long nanos, long samples) {

    Time plus(Time other) {
      return new Time(nanos + other.nanos, samples + other.samples);
    }
  }

  /** What one thread has counted at one line: calls of the method that begins there, or hits. */
  public record Count(
      int rank, String thread, MethodName method, String file, int line, long count) {}

  /**
   * What ran as one rank.
   *
   * @param referenceNanos the fastest solve without counters, 0 if there was none
   */
  public record Run(
      int rank,
      int ranks,
      String command,
      Counting counting,
      long referenceNanos,
      long cpuNanos,
      long wallNanos) {}

  private Profile() {}

  /** Reads it. */
  public static Profile of(Recordings recordings) {
    Profile profile = new Profile();
    recordings.forEach(profile::take);
    profile.clocks.close();
    profile.unknownNanos += profile.lost.place(profile::add);
    return profile;
  }

  private void take(int rank, RecordedEvent event) {
    clocks.take(rank, event);
    switch (event.getEventType().getName()) {
      case SAMPLE -> takeSample(rank, event);
      case LOST -> takeLost(rank, event);
      case TIMING -> takeSolve(event);
      case CallCount.NAME -> calls.add(count(rank, event, "calls"));
      case LineCount.NAME -> hits.add(count(rank, event, "hits"));
      case RunFacts.NAME ->
          runs.add(
              new Run(
                  rank,
                  event.getInt("ranks"),
                  event.getString("command"),
                  Counting.valueOf(event.getString("counting")),
                  event.getLong("referenceNanos"),
                  event.getLong("cpuNanos"),
                  event.getLong("wallNanos")));
      default -> {
        // of another view
      }
    }
  }

  private void takeSolve(RecordedEvent event) {
    // a method that was never called has a row too, with nonsense in it
    if (event.getLong("invocations") > 0) {
      solveNanos = Math.max(solveNanos, event.getDuration("minimum").toNanos());
    }
  }

  private static Count count(int rank, RecordedEvent event, String field) {
    return new Count(
        rank,
        event.getString("inThread"),
        new MethodName(
            event.getString("type"), event.getString("method"), event.getString("descriptor")),
        event.getString("file"),
        event.getInt("line"),
        event.getLong(field));
  }

  private void takeSample(int rank, RecordedEvent event) {
    Duration period = event.getDuration("samplingPeriod");
    long nanos = period.toNanos();
    if (event.getThread("eventThread") == null || event.getStackTrace() == null) {
      unknownNanos += nanos;
      return;
    }
    String thread = event.getThread("eventThread").getJavaName();
    List<Frame> frames = ofProgram(event.getStackTrace().getFrames());
    boolean profiler = frames.isEmpty() || ProgramTime.isProfiler(thread);
    Optional<Stack> stack =
        profiler ? Optional.empty() : Optional.of(new Stack(rank, thread, frames));
    add(stack, new Time(nanos, 1));
    lost.sampled(new LostSamples.OfThread(rank, thread), event.getStartTime(), stack, nanos);
  }

  private void takeLost(int rank, RecordedEvent event) {
    if (event.getThread("eventThread") != null) {
      lost.lost(
          new LostSamples.OfThread(rank, event.getThread("eventThread").getJavaName()),
          event.getStartTime(),
          event.getLong("lostSamples"));
    }
  }

  /** Adds time to a stack; what the profiler itself takes is told by clocks. */
  private void add(Optional<Stack> stack, Time time) {
    stack.ifPresent(place -> stacks.merge(place, time, Time::plus));
  }

  /** Without the frames of the profiler; empty if it was the profiler that worked. */
  static List<Frame> ofProgram(List<RecordedFrame> recorded) {
    List<Frame> frames = new ArrayList<>();
    for (RecordedFrame one : recorded) {
      RecordedMethod method = one.getMethod();
      String type = method.getType().getName();
      if (type.contains(GENERATED)) {
        continue; // between a method and the body of a lambda, written nowhere
      }
      if (COUNTERS.stream().anyMatch(type::startsWith)) {
        frames.clear(); // the time of a counter is the counted method's
      } else if (type.startsWith(BOUNDARY)) {
        return withoutStart(frames);
      } else if (type.startsWith(PROFILER)) {
        return List.of();
      } else {
        frames.add(
            new Frame(
                new MethodName(type, method.getName(), method.getDescriptor()),
                Math.max(0, one.getLineNumber())));
      }
    }
    return frames;
  }

  /** Without the reflective call by which the profiler has started the program. */
  private static List<Frame> withoutStart(List<Frame> frames) {
    int end = frames.size();
    while (end > 0 && !frames.get(end - 1).method().isOwn()) {
      end--;
    }
    return frames.subList(0, end);
  }

  /** Time by place. */
  public Map<Stack, Time> stacks() {
    return stacks;
  }

  /** Calls of every method, thread by thread; empty if they were not counted. */
  public List<Count> calls() {
    return calls;
  }

  /** Hits of the lines of chosen methods, thread by thread; empty if they were not counted. */
  public List<Count> hits() {
    return hits;
  }

  /** What ran. */
  public List<Run> runs() {
    return runs;
  }

  /** Time of the program by samples, in nanoseconds. */
  public long programNanos() {
    return stacks.values().stream().mapToLong(Time::nanos).sum();
  }

  /** Samples of the program. */
  public long samples() {
    return stacks.values().stream().mapToLong(Time::samples).sum();
  }

  /** Time of the program by the clocks of its threads, in nanoseconds. */
  public long clockNanos() {
    return clocks.nanos();
  }

  /** Time that went into profiling itself, by clocks: weaving counters mostly. */
  public long profilerNanos() {
    return clocks.profilerNanos();
  }

  /** The fastest solve of the slowest rank, in nanoseconds; 0 if none came to its end. */
  public long solveNanos() {
    return solveNanos;
  }

  /** Time of samples whose place could not be told. */
  public long unknownNanos() {
    return unknownNanos;
  }

  /** Samples that Flight Recorder had no room for; their time is placed by their neighbours. */
  public long lostSamples() {
    return lost.count();
  }
}
