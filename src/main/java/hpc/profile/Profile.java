package hpc.profile;

import hpc.exec.Choice;
import hpc.profile.ProfileView.Counting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;

/**
 * Where the processor time of a run went: by samples, each of which stands for the time since the
 * last one of its thread, beside what was counted exactly.
 */
final class Profile {

  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String LOST = "jdk.CPUTimeSamplesLost";
  private static final String BOUNDARY = Recorder.class.getName();
  private static final List<String> COUNTERS =
      Stream.of(CallTally.class, ArrayTally.class, PhaseMark.class).map(Class::getName).toList();
  private static final String GENERATED = "$$Lambda";

  private final Map<Stack, Time> stacks = new HashMap<>();
  private final List<Count> calls = new ArrayList<>();
  private final List<Count> hits = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();
  private final LostSamples lost = new LostSamples();
  private final ProgramTime clocks = new ProgramTime();
  private final SortedMap<Integer, List<TimedCall>> timedCalls = new TreeMap<>();
  private long unknownNanos;

  /** A place in the program. */
  record Frame(MethodName method, int line) {}

  /** Where one thread was, innermost frame first; at least one. */
  record Stack(int rank, String thread, List<Frame> frames) {

    Stack {
      frames = List.copyOf(frames);
    }
  }

  /** How long, and in how many samples. */
  record Time(long nanos, long samples) {

    Time plus(Time other) {
      return new Time(nanos + other.nanos, samples + other.samples);
    }
  }

  /** What one thread has counted at one line: calls of the method that begins there, or hits. */
  record Count(int rank, String thread, MethodName method, String file, int line, long count) {}

  /**
   * What ran as one rank.
   *
   * @param referenceNanos the fastest solve without counters, 0 if there was none
   */
  record Run(
      int rank,
      int ranks,
      String command,
      Counting counting,
      long referenceNanos,
      long cpuNanos,
      long wallNanos) {}

  private Profile() {}

  /** Reads it. */
  static Profile of(Recordings recordings) {
    Profile profile = new Profile();
    recordings.forEach(profile::take);
    profile.clocks.close();
    profile.unknownNanos += profile.lost.place(profile::add);
    return profile;
  }

  /**
   * Reads a profile for a view that needs what was counted.
   *
   * @throws IllegalArgumentException if it was not counted
   */
  static Profile of(Recordings recordings, ProfileView view) {
    Profile profile = of(recordings);
    if (profile.runs.stream().noneMatch(run -> run.counting() == view.counting())) {
      throw new IllegalArgumentException(
          "%s: no %s were counted; accepted: a recording of hpc profile %s"
              .formatted(
                  recordings.files().getFirst().file(), Choice.word(view.counting()), view.word()));
    }
    return profile;
  }

  private void take(int rank, RecordedEvent event) {
    clocks.take(rank, event);
    switch (event.getEventType().getName()) {
      case SAMPLE -> takeSample(rank, event);
      case LOST -> takeLost(rank, event);
      case TimedCall.EVENT ->
          TimedCall.of(event)
              .ifPresent(
                  call -> timedCalls.computeIfAbsent(rank, _ -> new ArrayList<>()).add(call));
      case CountEvent.Calls.NAME -> calls.add(count(rank, event, "calls"));
      case CountEvent.Hits.NAME -> hits.add(count(rank, event, "hits"));
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

  private static Count count(int rank, RecordedEvent event, String field) {
    return new Count(
        rank,
        event.getString("inThread"),
        MethodName.of(event),
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

  /** Adds time to a stack; what the profiler itself takes is known by clocks. */
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
      } else if (Program.isProfiler(type)) {
        return List.of();
      } else {
        frames.add(new Frame(MethodName.of(method), Math.max(0, one.getLineNumber())));
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
  Map<Stack, Time> stacks() {
    return stacks;
  }

  /** Calls of every method, thread by thread; empty if they were not counted. */
  List<Count> calls() {
    return calls;
  }

  /** Hits of the lines of chosen methods, thread by thread; empty if they were not counted. */
  List<Count> hits() {
    return hits;
  }

  /** What ran. */
  List<Run> runs() {
    return runs;
  }

  /** The command line that was recorded. */
  String command() {
    return runs.isEmpty() ? "hpc " : runs.getFirst().command();
  }

  /** Time of the program by samples, in nanoseconds. */
  long programNanos() {
    return stacks.values().stream().mapToLong(Time::nanos).sum();
  }

  /** Samples of the program. */
  long samples() {
    return stacks.values().stream().mapToLong(Time::samples).sum();
  }

  /** Time of the program by the clocks of its threads, in nanoseconds. */
  long clockNanos() {
    return clocks.nanos();
  }

  /** Time that went into profiling itself, by clocks: weaving counters mostly. */
  long profilerNanos() {
    return clocks.profilerNanos();
  }

  /** The solves of each rank that had any, in their order. */
  SortedMap<Integer, List<TimedCall>> solves() {
    SortedMap<Integer, List<TimedCall>> solves = new TreeMap<>();
    timedCalls.forEach((rank, calls) -> solves.put(rank, TimedCall.solves(calls)));
    return solves;
  }

  /** The fastest solve of the slowest rank, in nanoseconds; 0 if none came to its end. */
  long solveNanos() {
    return solves().values().stream()
        .mapToLong(ofRank -> ofRank.stream().mapToLong(TimedCall::nanos).min().orElse(0))
        .max()
        .orElse(0);
  }

  /** Time of samples whose place is not known. */
  long unknownNanos() {
    return unknownNanos;
  }

  /** Samples that Flight Recorder had no room for, see {@link LostSamples}. */
  long lostSamples() {
    return lost.count();
  }
}
