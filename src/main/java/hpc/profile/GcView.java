package hpc.profile;

import static hpc.profile.Unit.MIB;
import static hpc.profile.Unit.MILLISECONDS;
import static hpc.profile.Unit.SECONDS;
import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.table.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/**
 * The garbage collections of a run: when, why, how long the program stood still, what was freed.
 */
final class GcView {

  private final SortedMap<Id, Collection> collections =
      new TreeMap<>(Comparator.comparingInt(Id::rank).thenComparingLong(Id::number));
  private final Map<Id, Long> before = new HashMap<>();
  private final Map<Id, Long> after = new HashMap<>();
  private final Map<Integer, Instant> begin = new HashMap<>();

  private record Id(int rank, long number) {}

  private record Collection(Id id, Instant start, String name, String cause, long pauseNanos) {}

  private GcView() {}

  static String render(Recordings recordings, ViewRequest request) {
    GcView view = new GcView();
    recordings.forEach(view::take);
    return ProfileHeader.of(Profile.of(recordings)) + view.render(request);
  }

  private void take(int rank, RecordedEvent event) {
    begin.merge(rank, event.getStartTime(), (one, other) -> one.isBefore(other) ? one : other);
    switch (event.getEventType().getName()) {
      case "jdk.GarbageCollection" -> {
        Id id = new Id(rank, event.getLong("gcId"));
        collections.put(
            id,
            new Collection(
                id,
                event.getStartTime(),
                event.getString("name"),
                event.getString("cause"),
                event.getDuration("sumOfPauses").toNanos()));
      }
      case "jdk.GCHeapSummary" -> {
        boolean first = event.getString("when").startsWith("Before");
        (first ? before : after)
            .put(new Id(rank, event.getLong("gcId")), event.getLong("heapUsed"));
      }
      default -> {
        // of no use here
      }
    }
  }

  private String render(ViewRequest request) {
    String sum =
        "%s collections, exact; the program stood still for %s ms in all\n"
            .formatted(
                collections.size(),
                MILLISECONDS.text(
                    collections.values().stream().mapToLong(Collection::pauseNanos).sum(), 1));
    List<Column<Collection>> columns =
        List.of(
            number("rank", one -> one.id.rank),
            SECONDS.column("at (s)", 3, one -> nanos(begin.get(one.id.rank), one.start)),
            MILLISECONDS.column("pause (ms)", 2, Collection::pauseNanos),
            number("before (MiB)", one -> mebibytes(before.get(one.id))),
            number("after (MiB)", one -> mebibytes(after.get(one.id))),
            text("collector", Collection::name),
            text("cause", Collection::cause));
    return collections.isEmpty()
        ? sum
        : sum + allocation() + "\n" + request.table(columns, List.copyOf(collections.values()));
  }

  /** By how much the heap has grown from each collection to the next one. */
  private String allocation() {
    long bytes = 0;
    long nanos = 0;
    Map<Integer, Collection> last = new HashMap<>();
    for (Collection next : collections.values()) {
      Collection one = last.put(next.id.rank, next);
      if (one != null && after.containsKey(one.id) && before.containsKey(next.id)) {
        bytes += Math.max(0, before.get(next.id) - after.get(one.id));
        nanos += nanos(one.start, next.start);
      }
    }
    return nanos == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "allocated between the first and the last of a rank: %.1f MiB, %.1f MiB/s\n",
            MIB.of(bytes),
            MIB.of(bytes) / SECONDS.of(nanos));
  }

  private static long nanos(Instant from, Instant to) {
    return Duration.between(from, to).toNanos();
  }

  private static String mebibytes(Long bytes) {
    return bytes == null ? "-" : MIB.text(bytes, 1);
  }
}
