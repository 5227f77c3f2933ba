package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.diffusion.Blocking.Tiling;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingTest {

  private static final long L2 = 1 << 20;
  private static final OptionalInt OPEN = OptionalInt.empty();

  @ParameterizedTest
  @CsvSource({
    // 3 MiB hold 32 + 5 rows of two arrays
    "4096, 1048576, 32",
    // 3 MiB / 16 B / 8192 = 24 rows, 5 of them beside the steps
    "8192, 1048576, 19",
    // one step less than the least is not chosen: tiles get narrower instead
    "16384, 1048576, 16",
    "4096, 262144, 16",
  })
  void asManyStepsAsLetWholeRowsFit(long n, long cacheBytes, int steps) {
    Tiling tiling = new Blocking(OPEN, OPEN, cacheBytes).over(share(n, n, 1, "0"), 1, 1000);
    assertEquals(steps, tiling.steps());
    long tileBytes = 2L * Double.BYTES * tiling.columns() * (steps + 5);
    assertTrue(tileBytes <= 3 * cacheBytes && tileBytes > 2.9 * cacheBytes, "bytes " + tileBytes);
  }

  @Test
  void aLargeSecondLevelHoldsTheTile() {
    Tiling tiling = new Blocking(OPEN, OPEN, 2 << 20).over(share(8192, 8192, 1, "0"), 1, 1000);
    // 1.5 MiB / 16 B / (16 + 5) rows
    assertEquals(new Tiling(16, 4681), tiling);
  }

  @ParameterizedTest
  @CsvSource({
    "64, 4096, 1, 1, 0, 16",
    "64, 4096, 1, 4, 0, 4",
    "64, 4096, 2, 1, 0, 8",
    "1, 1, 1, 4, 0, 1",
    // rows that wrap are a halo of one's own; columns that wrap too
    "4096, 20, 1, 1, periodic, 5",
    "4096, 2, 1, 1, periodic, 1",
    "4096, 20, 1, 1, 0, 32",
  })
  void smallSharesAreSweptInFewerSteps(
      long nx, long ny, int ranks, int threads, String sides, int steps) {
    Block share = share(nx, ny, ranks, sides);
    assertEquals(steps, new Blocking(OPEN, OPEN, L2).over(share, threads, 1000).steps());
  }

  @Test
  void noSweepIsLongerThanTheRun() {
    assertEquals(3, Blocking.AUTO.over(share(4096, 4096, 1, "0"), 1, 3).steps());
  }

  @Test
  void whatIsAskedForIsTaken() {
    Blocking blocking = new Blocking(OptionalInt.of(100), OptionalInt.of(7), L2);
    assertEquals(new Tiling(100, 7), blocking.over(share(7, 5, 1, "0"), 4, 1000));
  }

  @Test
  void halosDeeperThanANeighboursEdgeAreRefused() {
    Blocking blocking = new Blocking(OptionalInt.of(4), OPEN, L2);
    assertEquals(4, blocking.over(share(12, 100, 3, "0"), 1, 10).steps());
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> blocking.over(share(11, 100, 3, "0"), 1, 10))
            .getMessage();
    assertEquals(
        "--block-steps 4: halos are as deep, and a neighbour has 3 rows or columns to give;"
            + " accepted: 1 to 3",
        message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 1 << 21})
  void stepsAndColumnsOutOfRangeAreRefused(int given) {
    OptionalInt number = OptionalInt.of(given);
    assertThrows(IllegalArgumentException.class, () -> new Blocking(number, OPEN, L2));
    assertThrows(IllegalArgumentException.class, () -> new Blocking(OPEN, number, L2));
  }

  private static Block share(long nx, long ny, int ranks, String sides) {
    return new Block(new RankGrid(new Grid(nx, ny, 1, 1), ranks, 1), Boundaries.parse(sides), 0);
  }
}
