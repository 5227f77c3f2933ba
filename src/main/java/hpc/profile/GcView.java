package hpc.profile;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.table.Column;
import hpc.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/**
 * The garbage collections of a run: when, why, how long the program stood still, what was freed.
 */
final class GcView implements ProfileView {

  private static final double MIB = 1 << 20;

  @Override
  public String word() {
    return "gc";
  }

  @Override
  public Set<String> heeds() {
    return Set.of("--top");
  }

  @Override
  public String render(Recordings recordings, ViewRequest request) {
    Log log = new Log();
    recordings.forEach(log::take);
    return String.join("\n", ProfileHeader.lines(Profile.of(recordings)))
        + "\n"
        + log.render(request.top());
  }

  private record Id(int rank, long number) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      return rank == other.rank
          ? Long.compare(number, other.number)
          : Integer.compare(rank, other.rank);
    }
  }

  private record Collection(Instant start, String name, String cause, Duration pause) {}

  /** What the recordings tell of collections. */
  private static final class Log {

    private final SortedMap<Id, Collection> collections = new TreeMap<>();
    private final Map<Id, Long> before = new HashMap<>();
    private final Map<Id, Long> after = new HashMap<>();
    private final Map<Integer, Instant> begin = new HashMap<>();

    void take(int rank, RecordedEvent event) {
      begin.merge(rank, event.getStartTime(), (one, other) -> one.isBefore(other) ? one : other);
      switch (event.getEventType().getName()) {
        case "jdk.GarbageCollection" ->
            collections.put(
                new Id(rank, event.getLong("gcId")),
                new Collection(
                    event.getStartTime(),
                    event.getString("name"),
                    event.getString("cause"),
                    event.getDuration("sumOfPauses")));
        case "jdk.GCHeapSummary" -> {
          boolean first = event.getString("when").startsWith("Before");
          (first ? before : after)
              .put(new Id(rank, event.getLong("gcId")), event.getLong("heapUsed"));
        }
        default -> {
          // of another view
        }
      }
    }

    String render(int top) {
      Duration total =
          collections.values().stream()
              .map(Collection::pause)
              .reduce(Duration.ZERO, Duration::plus);
      String sum =
          String.format(
              Locale.ROOT,
              "%d collections, exact; the program stood still for %.1f ms in all%n",
              collections.size(),
              total.toNanos() / 1e6);
      if (collections.isEmpty()) {
        return sum;
      }
      sum += allocation();
      List<Column<Map.Entry<Id, Collection>>> columns =
          List.of(
              number("rank", one -> one.getKey().rank()),
              number("at (s)", one -> String.format(Locale.ROOT, "%.3f", at(one))),
              number("pause (ms)", one -> String.format(Locale.ROOT, "%.2f", pause(one))),
              number("before (MiB)", one -> mebibytes(before.get(one.getKey()))),
              number("after (MiB)", one -> mebibytes(after.get(one.getKey()))),
              text("collector", one -> one.getValue().name()),
              text("cause", one -> one.getValue().cause()));
      long shown = top == 0 ? Long.MAX_VALUE : top;
      Table<Map.Entry<Id, Collection>> table =
          new Table<>(columns, collections.entrySet().stream().limit(shown).toList());
      long rest = collections.size() - Math.min(shown, collections.size());
      return sum
          + "\n"
          + table.text()
          + (rest == 0 ? "" : "and " + rest + " more (--top 0 shows all)\n");
    }

    /** By how much the heap has grown from each collection to the next one. */
    private String allocation() {
      double bytes = 0;
      double seconds = 0;
      Map<Integer, Map.Entry<Id, Collection>> last = new HashMap<>();
      for (Map.Entry<Id, Collection> next : collections.entrySet()) {
        Map.Entry<Id, Collection> one = last.put(next.getKey().rank(), next);
        if (one != null && after.containsKey(one.getKey()) && before.containsKey(next.getKey())) {
          bytes += Math.max(0, before.get(next.getKey()) - after.get(one.getKey()));
          Duration between = Duration.between(one.getValue().start(), next.getValue().start());
          seconds += between.toNanos() / 1e9;
        }
      }
      return seconds == 0
          ? ""
          : String.format(
              Locale.ROOT,
              "allocated between the first and the last of a rank: %.1f MiB, %.1f MiB/s%n",
              bytes / MIB,
              bytes / MIB / seconds);
    }

    private double at(Map.Entry<Id, Collection> one) {
      return Duration.between(begin.get(one.getKey().rank()), one.getValue().start()).toNanos()
          / 1e9;
    }

    private static double pause(Map.Entry<Id, Collection> one) {
      return one.getValue().pause().toNanos() / 1e6;
    }

    private static String mebibytes(Long bytes) {
      return bytes == null ? "-" : String.format(Locale.ROOT, "%.1f", bytes / MIB);
    }
  }
}
