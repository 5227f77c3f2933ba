package hpc.profile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    private final List<Sample> samples = new ArrayList<>();
    private final List<Pause> pauses = new ArrayList<>();
    private final List<TimedCall> spans = new ArrayList<>();
    private String command = "hpc";
    private long highWater;

    /** By time, at least one. */
    List<Sample> samples() {
      return samples;
    }

    List<Pause> pauses() {
      return pauses;
    }

    /** By their beginnings, those that contain others first. */
    List<TimedCall> spans() {
      return TimedCall.inOrder(spans);
    }

    String command() {
      return command;
    }

    /** The kernel's own peak since the last repetition began, 0 if it is not known. */
    long highWater() {
      return highWater;
    }

    Sample peak() {
      return samples.stream().max(Comparator.comparingLong(Sample::resident)).orElseThrow();
    }

    /** The last sample not after {@code at}, else the first one. */
    Sample before(Instant at) {
      int low = 0;
      int high = samples.size();
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (samples.get(middle).at().isAfter(at)) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return samples.get(low);
    }

    /** The most that was resident in a sample from {@code start} to {@code end}. */
    long most(Instant start, Instant end) {
      return samples.stream()
          .filter(sample -> !sample.at().isBefore(start) && !sample.at().isAfter(end))
          .mapToLong(Sample::resident)
          .max()
          .orElse(before(end).resident());
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
      ofRank.samples.sort(Comparator.comparing(Sample::at));
    }
    return timeline;
  }

  private static void take(OfRank of, RecordedEvent event) {
    switch (event.getEventType().getName()) {
      case MemorySample.NAME ->
          of.samples.add(
              new Sample(
                  event.getStartTime(),
                  event.getLong("resident"),
                  event.getLong("heapUsed"),
                  event.getLong("heapCommitted"),
                  event.getString("phase")));
      case "jdk.GCPhasePause" ->
          of.pauses.add(
              new Pause(event.getStartTime(), event.getDuration(), event.getString("name")));
      case TimedCall.EVENT -> TimedCall.of(event).ifPresent(of.spans::add);
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
        .map(of -> of.samples.getFirst().at())
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
