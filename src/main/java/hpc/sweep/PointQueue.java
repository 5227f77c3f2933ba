package hpc.sweep;

import hpc.sweep.CpuAllocator.CpuAllocation;
import hpc.sweep.CpuAllocator.Extent;
import hpc.sweep.CpuAllocator.Resources;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The points that wait, and which is next: where several run at once the one with the most cores
 * that has room now, else the first. One that comes again does so behind all others, and by itself
 * if it had lacked memory. Two points of the same content, which write to the same files, never run
 * at once.
 */
final class PointQueue {

  record Attempt(SweepPoint point, int number, CpuAllocation share) {

    /** Unlike that of any other attempt of the sweep. */
    String name() {
      return number == 1 ? point.id() : point.id() + "." + number;
    }
  }

  private record Waiting(SweepPoint point, int attempt, Extent extent) {}

  private final CpuAllocator allocator;
  private final Function<SweepPoint, Resources> needs;
  private final List<Waiting> waiting = new ArrayList<>();
  private final Set<String> busy = new HashSet<>();

  PointQueue(CpuAllocator allocator, Function<SweepPoint, Resources> needs) {
    this.allocator = allocator;
    this.needs = needs;
  }

  /** Takes a point that has failed so often before; to be called before the first starts. */
  void add(SweepPoint point, int failures) {
    waiting.add(new Waiting(point, failures + 1, Extent.PART));
    if (allocator.jobs() > 1) {
      waiting.sort(Comparator.comparingLong((Waiting w) -> w.point.cores()).reversed());
    }
  }

  /** Takes a point that has just failed. */
  void addAgain(SweepPoint point, int attempt, PointFailure failure) {
    Extent extent = failure == PointFailure.OUT_OF_MEMORY ? Extent.WHOLE : Extent.PART;
    waiting.add(new Waiting(point, attempt, extent));
  }

  /** The next start that fits beside those that run; empty if one of them has to end first. */
  Optional<Attempt> next() {
    Iterator<Waiting> each = waiting.iterator();
    while (each.hasNext()) {
      Waiting first = each.next();
      if (busy.contains(first.point.id())) {
        continue;
      }
      Optional<CpuAllocation> share = allocator.take(needs.apply(first.point), first.extent);
      if (share.isPresent()) {
        each.remove();
        busy.add(first.point.id());
        return Optional.of(new Attempt(first.point, first.attempt, share.get()));
      }
    }
    return Optional.empty();
  }

  /** A point has ended: others may have what it had. */
  void ended(Attempt attempt) {
    allocator.release(attempt.share);
  }

  /** All is known of a point that has ended, and its files are free. */
  void judged(Attempt attempt) {
    busy.remove(attempt.point.id());
  }

  /** The points that have not been started, in the order of the sweep. */
  List<SweepPoint> points() {
    return waiting.stream()
        .map(Waiting::point)
        .sorted(Comparator.comparingInt(SweepPoint::index))
        .toList();
  }
}
