package hpc.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.sweep.CpuAllocator.CpuAllocation;
import hpc.sweep.CpuAllocator.Extent;
import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.PointQueue.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Points beside each other: who is next, and that no cpu is given twice. */
class CpuAllocatorTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyPointsOnAnyNodesAllRunAndNoNodeIsOvercommitted(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      List<Integer> cpus = random.ints(random.nextInt(1, 6), 1, 17).boxed().toList();
      List<SweepPoint> points = fitting(random, cpus);
      int jobs = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(1, 5);
      PointQueue queue =
          new PointQueue(new CpuAllocator(cpus, 1, jobs), point -> needs(point, cpus));
      points.forEach(point -> queue.add(point, 0));
      List<SweepPoint> ran = runAll(queue, cpus, jobs, random);
      ran.sort(Comparator.comparingInt(SweepPoint::index));
      assertEquals(points, ran, () -> "seed " + seed);
    }
  }

  /** Lets running points end in any order, some of them by failing once. */
  private static List<SweepPoint> runAll(
      PointQueue queue, List<Integer> cpus, int jobs, Random random) {
    List<SweepPoint> ran = new ArrayList<>();
    List<Attempt> running = new ArrayList<>();
    for (int guard = 0; guard < 1000; guard++) {
      for (Optional<Attempt> next = queue.next(); next.isPresent(); next = queue.next()) {
        running.add(next.get());
        requireRoom(running, cpus, jobs);
      }
      if (running.isEmpty()) {
        return ran;
      }
      Attempt ended = running.remove(random.nextInt(running.size()));
      queue.ended(ended);
      queue.judged(ended);
      if (ended.number() == 1 && random.nextInt(4) == 0) {
        queue.addAgain(
            ended.point(),
            2,
            random.nextBoolean() ? PointFailure.OUT_OF_MEMORY : PointFailure.FAILED);
      } else {
        ran.add(ended.point());
      }
    }
    throw new AssertionError("it never ends: " + queue.points());
  }

  private static void requireRoom(List<Attempt> running, List<Integer> cpus, int jobs) {
    assertTrue(running.size() <= jobs);
    int[] used = new int[cpus.size()];
    for (Attempt attempt : running) {
      CpuAllocation share = attempt.share();
      long given = share.cpus().stream().mapToInt(Integer::intValue).sum();
      assertTrue(given >= attempt.point().cores(), () -> attempt + " has too little");
      assertTrue(share.extent() == Extent.PART || running.size() == 1, "alone is alone");
      for (int i = 0; i < share.nodes().size(); i++) {
        used[share.nodes().get(i)] += share.cpus().get(i);
      }
    }
    for (int node = 0; node < used.length; node++) {
      assertTrue(used[node] <= cpus.get(node), "node " + node + " has " + used[node]);
    }
  }

  private static List<SweepPoint> fitting(Random random, List<Integer> cpus) {
    List<SweepPoint> points = new ArrayList<>();
    for (int i = 1; points.size() < 12; i++) {
      SweepPoint point =
          new SweepPoint(
              points.size() + 1,
              "sieve",
              Points.options(
                  "limit", "" + i,
                  "ranks", "" + random.nextInt(1, 9),
                  "threads", "" + random.nextInt(1, 5)));
      if (new CpuAllocator(cpus, 1, 1).leastNodes(point.ranks(), point.threads()) > 0) {
        points.add(point);
      } else if (i > 40) {
        points.add(new SweepPoint(points.size() + 1, "sieve", Points.options("limit", "" + i)));
      }
    }
    return points;
  }

  @Test
  void pointsShareNoCoreWhereCpusAreHardwareThreads() {
    CpuAllocator allocator = new CpuAllocator(List.of(4), 2, 9); // two cores
    Resources one = new Resources(1, 1, 1);
    assertEquals(List.of(2), allocator.take(one, Extent.PART).orElseThrow().cpus());
    assertEquals(List.of(2), allocator.take(one, Extent.PART).orElseThrow().cpus());
    assertEquals(Optional.empty(), allocator.take(one, Extent.PART));
    // ranks of one thread share, threads of two ranks do not
    assertTrue(new CpuAllocator(List.of(4), 2, 1).holds(new Resources(1, 4, 1)));
    assertFalse(new CpuAllocator(List.of(6), 2, 1).holds(new Resources(1, 2, 3)));
    assertEquals(2, new CpuAllocator(List.of(6, 6), 2, 1).leastNodes(2, 3));
  }

  private static Resources needs(SweepPoint point, List<Integer> cpus) {
    return new Resources(
        new CpuAllocator(cpus, 1, 1).leastNodes(point.ranks(), point.threads()),
        point.ranks(),
        point.threads());
  }

  @Test
  void largestComesFirstAndSmallOnesFillTheGaps() {
    PointQueue queue = queue(Integer.MAX_VALUE, 1, 3, 2, 4, 1);

    assertEquals(List.of("4"), started(queue));
    Attempt three = endAndStart(queue, 4).getFirst();
    assertEquals("3", three.point().options().get("threads"));
  }

  @Test
  void pointsOfOneSizeKeepTheirOrder() {
    PointQueue queue = queue(Integer.MAX_VALUE, 2, 2, 2);

    assertEquals(
        List.of(1, 2), take(queue).stream().map(attempt -> attempt.point().index()).toList());
  }

  @Test
  void oneByOneKeepsTheOrderOfTheFileAndEachHasEverything() {
    PointQueue queue = queue(1, 1, 3, 2);

    for (int index = 1; index <= 3; index++) {
      List<Attempt> attempts = take(queue);
      assertEquals(1, attempts.size());
      assertEquals(index, attempts.getFirst().point().index());
      assertEquals(Extent.WHOLE, attempts.getFirst().share().extent());
      queue.ended(attempts.getFirst());
    }
  }

  @Test
  void pointThatLackedMemoryComesLastAndAlone() {
    PointQueue queue = queue(Integer.MAX_VALUE, 1, 1);
    List<Attempt> both = take(queue);
    queue.ended(both.getFirst());
    queue.judged(both.getFirst());
    queue.addAgain(both.getFirst().point(), 2, PointFailure.OUT_OF_MEMORY);
    assertEquals(Optional.empty(), queue.next(), "another one runs");

    queue.ended(both.getLast());

    assertEquals(Extent.WHOLE, queue.next().orElseThrow().share().extent());
  }

  @Test
  void pointsOfTheSameContentDoNotRunAtOnce() {
    PointQueue queue =
        new PointQueue(new CpuAllocator(List.of(4), 1, 9), CpuAllocatorTest::onOneNode);
    queue.add(Points.of("sieve", "limit", "1"), 0);
    queue.add(new SweepPoint(2, "sieve", Points.options("limit", "1")), 0);
    Attempt first = queue.next().orElseThrow();
    assertEquals(Optional.empty(), queue.next());
    queue.ended(first);
    assertEquals(Optional.empty(), queue.next(), "its rows are not taken yet");
    queue.judged(first);
    assertEquals(2, queue.next().orElseThrow().point().index());
  }

  @Test
  void smallPointsLeaveRoomForLargeOnes() {
    CpuAllocator allocator = new CpuAllocator(List.of(4, 2), 1, 9);

    assertEquals(List.of(1), allocator.take(new Resources(1, 2, 1), Extent.PART).get().nodes());
    assertEquals(List.of(0), allocator.take(new Resources(1, 4, 1), Extent.PART).get().nodes());
    assertEquals(Optional.empty(), allocator.take(new Resources(1, 1, 1), Extent.PART));
  }

  @Test
  void unevenNodesHoldWhatTheyCan() {
    CpuAllocation share =
        new CpuAllocator(List.of(4, 8), 1, 9).take(new Resources(2, 9, 1), Extent.PART).get();

    assertEquals(List.of(4, 5), share.cpus());
  }

  private static PointQueue queue(int jobs, int... threads) {
    PointQueue queue =
        new PointQueue(new CpuAllocator(List.of(4), 1, jobs), CpuAllocatorTest::onOneNode);
    IntStream.rangeClosed(1, threads.length)
        .mapToObj(i ->
            new SweepPoint(
                i, "sieve", Points.options("limit", "" + i, "threads", "" + threads[i - 1])))
        .forEach(point -> queue.add(point, 0));
    return queue;
  }

  private static Resources onOneNode(SweepPoint point) {
    return new Resources(1, point.ranks(), point.threads());
  }

  private static List<Attempt> take(PointQueue queue) {
    List<Attempt> attempts = new ArrayList<>();
    for (Optional<Attempt> next = queue.next(); next.isPresent(); next = queue.next()) {
      attempts.add(next.get());
    }
    return attempts;
  }

  private static List<String> started(PointQueue queue) {
    return take(queue).stream().map(attempt -> attempt.point().options().get("threads")).toList();
  }

  /** Ends the point of so many threads that stands fourth in the file. */
  private static List<Attempt> endAndStart(PointQueue queue, int threads) {
    queue.ended(
        new Attempt(
            Points.of("sieve"), 1, new CpuAllocation(List.of(0), List.of(threads), Extent.PART)));
    return take(queue);
  }
}
