package hpc.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link RangeExecutor} promises; run on each implementation. */
abstract class RangeExecutorContract {

  private RangeExecutor ranges;

  abstract RangeExecutor open();

  @BeforeEach
  void start() {
    ranges = open();
  }

  @AfterEach
  void stop() {
    ranges.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 7, 13, 207, 4098})
  void splitMeetsEachIndexOnceAndEachWorkerAtMostOnce(int length) {
    AtomicIntegerArray hits = new AtomicIntegerArray(length);
    AtomicIntegerArray calls = new AtomicIntegerArray(ranges.threads());
    ranges.split(
        100,
        100 + length,
        (worker, from, to) -> {
          calls.incrementAndGet(worker);
          assertTrue(from < to, "an empty part is not called");
          for (long i = from; i < to; i++) {
            hits.incrementAndGet((int) (i - 100));
          }
        });
    for (int i = 0; i < length; i++) {
      assertEquals(1, hits.get(i), "index " + i);
    }
    for (int w = 0; w < ranges.threads(); w++) {
      assertEquals(w < length ? 1 : 0, calls.get(w), "worker " + w);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13, 4098})
  void splitGivesAWorkerTheSamePartEveryTimeAndPartsThatDifferByAtMostOne(int length) {
    long[][] first = parts(length);
    long[][] second = parts(length);
    assertTrue(Arrays.deepEquals(first, second));
    long shortest = Arrays.stream(first).mapToLong(p -> p[1] - p[0]).min().orElseThrow();
    long longest = Arrays.stream(first).mapToLong(p -> p[1] - p[0]).max().orElseThrow();
    assertTrue(longest - shortest <= 1, shortest + ".." + longest);
  }

  private long[][] parts(int length) {
    long[][] parts = new long[ranges.threads()][2];
    ranges.split(0, length, (worker, from, to) -> parts[worker] = new long[] {from, to});
    return parts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 5, 1000, Long.MAX_VALUE})
  void drainSumsEveryIndexOnceWhateverTheGrain(long grain) {
    List<long[]> sums =
        ranges.drain(
            3,
            100,
            grain,
            worker -> new long[1],
            (sum, from, to) -> {
              assertTrue(to - from <= grain && from < to);
              for (long i = from; i < to; i++) {
                sum[0] += i;
              }
            });
    assertEquals(ranges.threads(), sums.size());
    assertEquals((3L + 99) * 97 / 2, sums.stream().mapToLong(sum -> sum[0]).sum());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 4, 7})
  void drainReachesTheEndOfTheLongs(long grain) {
    long from = Long.MAX_VALUE - 10;
    List<long[]> lengths =
        ranges.drain(
            from,
            Long.MAX_VALUE,
            grain,
            worker -> new long[1],
            (length, first, end) -> length[0] += end - first);
    assertEquals(10, lengths.stream().mapToLong(length -> length[0]).sum());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 12})
  void anExceptionOfOneWorkerReachesTheCaller(int failing) {
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                ranges.split(
                    0,
                    13,
                    (worker, from, to) -> {
                      if (from <= failing && failing < to) {
                        throw new IllegalStateException("index " + failing);
                      }
                    }));
    assertTrue(thrown.getMessage().contains("index " + failing), thrown.getMessage());
  }
}
