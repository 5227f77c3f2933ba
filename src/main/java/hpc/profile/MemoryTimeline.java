package hpc.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/** The memory of the processes of a run over its time, as its recordings tell. */
final class MemoryTimeline {

  private final Map<Integer, OfRank> ranks = new TreeMap<>();

  /** The memory of a process at one time. */
  record Sample(Instant at, long resident, long heapUsed, long heapCommitted, String phase) {}

  /** A collection for which the process stood still. */
  record Pause(Instant start, Duration length, String name) {

    Instant end() {
      return start.plus(length);
    }
  }

  /** One process. */
  static final class OfRank {
    private final NavigableMap<Instant, Sample> samples = new TreeMap<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<TimedCall> calls = new ArrayList<>();
    private String command = "hpc";
    private long highWater;

    void add(Sample sample) {
      samples.put(sample.at(), sample);
    }

    /** By time, at least one. */
    List<Sample> samples() {
      return List.copyOf(samples.values());
    }

    List<Pause> pauses() {
      return pauses;
    }

    /** By their beginnings, those that contain others first. */
    List<TimedCall> calls() {
      return TimedCall.inOrder(calls);
    }

    String command() {
      return command;
    }

    /** The kernel's own peak since the last repetition began, 0 if it is not known. */
    long highWater() {
      return highWater;
    }

    Sample peak() {
      return samples.values().stream()
          .max(Comparator.comparingLong(Sample::resident))
          .orElseThrow();
    }

    /** What was resident in the last sample not after {@code at}, else in the first one. */
    long residentAt(Instant at) {
      Map.Entry<Instant, Sample> before = samples.floorEntry(at);
      return (before == null ? samples.firstEntry() : before).getValue().resident();
    }

    /** The most that was resident in a sample from {@code start} to {@code end}. */
    long most(Instant start, Instant end) {
      return samples.subMap(start, true, end, true).values().stream()
          .mapToLong(Sample::resident)
          .max()
          .orElse(residentAt(end));
    }
  }

  private MemoryTimeline() {}

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if the memory of a rank was not sampled
   */
  static MemoryTimeline of(Recordings recordings) {
    MemoryTimeline timeline = new MemoryTimeline();
    recordings.forEach(
        (rank, event) -> take(timeline.ranks.computeIfAbsent(rank, _ -> new OfRank()), event));
    for (Recordings.OfRank one : recordings.files()) {
      OfRank ofRank = timeline.ranks.get(one.rank());
      if (ofRank == null || ofRank.samples.isEmpty()) {
        throw new IllegalArgumentException(
            "%s: memory was not sampled; accepted: a recording of hpc profile"
                .formatted(one.file()));
      }
    }
    return timeline;
  }

  private static void take(OfRank of, RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case MemorySampler.MemorySample.NAME ->
          of.add(
              new Sample(
                  event.getStartTime(),
                  event.getLong("resident"),
                  event.getLong("heapUsed"),
                  event.getLong("heapCommitted"),
                  event.getString("phase")));
      case "jdk.GCPhasePause" ->
          of.pauses.add(
              new Pause(event.getStartTime(), event.getDuration(), event.getString("name")));
      case TimedCall.EVENT -> TimedCall.of(event).ifPresent(of.calls::add);
      case RunFacts.NAME -> {
        of.command = event.getString("command");
        of.highWater = event.hasField("highWaterBytes") ? event.getLong("highWaterBytes") : 0;
      }
      default -> {
        // of another view
      }
    }
  }

  /** The processes by rank. */
  Map<Integer, OfRank> ranks() {
    return ranks;
  }

  /** The first sample of any. */
  Instant begin() {
    return ranks.values().stream()
        .map(of -> of.samples.firstKey())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
