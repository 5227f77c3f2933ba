package hpc.diffusion;

import static hpc.mpi.Communicator.NO_RANK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecompositionTest {

  private static final Boundaries WALLS = Boundaries.parse("0");
  private static final Boundaries RING = Boundaries.parse("periodic");

  /** Cut points counted by hand: (bands - 1) x the other edge, one cut more where it wraps. */
  @ParameterizedTest
  @CsvSource({
    // n cuts of a square are as long along either axis: bands of rows
    "100, 100, 2, 2, 1",
    "100, 100, 3, 3, 1",
    "100, 100, 4, 2, 2",
    "100, 100, 6, 3, 2",
    "100, 100, 7, 7, 1",
    "100, 100, 12, 4, 3",
    // 1 cut of 10 against 1 of 1000
    "1000, 10, 2, 2, 1",
    "10, 1000, 2, 1, 2",
    "10, 1000, 4, 1, 4",
  })
  void autoCutsAlongTheFewestPoints(long nx, long ny, int ranks, int alongX, int alongY) {
    Grid grid = new Grid(nx, ny, 1, 1);
    assertEquals(new RankGrid(grid, alongX, alongY), Decomposition.AUTO.over(grid, WALLS, ranks));
  }

  @Test
  void autoCountsTheCutWhereThePeriodicSidesMeet() {
    Grid grid = new Grid(100, 140, 1, 1);
    // 3 bands of rows: 2 cuts of 140 between walls, 3 in a ring; of columns: 2 of 100
    Boundaries rowsWrap = Boundaries.parse("periodic,periodic,0,0");
    Boundaries columnsWrap = Boundaries.parse("0,0,periodic,periodic");
    assertEquals(new RankGrid(grid, 1, 3), Decomposition.AUTO.over(grid, rowsWrap, 3));
    assertEquals(new RankGrid(grid, 3, 1), Decomposition.AUTO.over(grid, columnsWrap, 3));
  }

  @Test
  void wordsAreReadAndOthersRefused() {
    Grid grid = new Grid(100, 100, 1, 1);
    assertEquals(new RankGrid(grid, 4, 1), Decomposition.parse("rows").over(grid, WALLS, 4));
    assertEquals(new RankGrid(grid, 1, 4), Decomposition.parse("1x4").over(grid, WALLS, 4));
    assertRefused(
        "--decomposition 2x3: that is 6 ranks and there are 4; accepted: PX times PY equal to the"
            + " ranks",
        () -> Decomposition.parse("2x3").over(grid, WALLS, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "columns", "2", "2x", "x2", "0x2", "2x0", "-1x2", "2x2x2", "99999x1"})
  void whatIsNoGridIsRefused(String text) {
    assertRefused(
        "--decomposition " + text + ": accepted: auto, rows or PXxPY, such as 2x3",
        () -> Decomposition.parse(text));
  }

  @Test
  void gridsWithoutAPointForEveryRankAreRefused() {
    Grid grid = new Grid(3, 2, 1, 1);
    assertRefused(
        "--ranks 4: more ranks than the 3 rows of --nx 3; accepted: 1 to 3",
        () -> Decomposition.parse("rows").over(grid, WALLS, 4));
    assertRefused(
        "--ranks 3: more ranks than the 2 columns of --ny 2; accepted: 1 to 2",
        () -> Decomposition.parse("1x3").over(grid, WALLS, 3));
    assertRefused(
        "--ranks 4: more ranks than the 3 rows of --nx 3; accepted: 1 to 3",
        () -> Decomposition.AUTO.over(grid, WALLS, 4));
    assertEquals(new RankGrid(grid, 2, 2), Decomposition.parse("2x2").over(grid, WALLS, 4));
  }

  @Test
  void blocksTileTheFieldAndKnowTheirNeighbours() {
    RankGrid ranks = new RankGrid(new Grid(7, 10, 1, 1), 2, 3);
    // 0 1 2
    // 3 4 5
    Block middle = new Block(ranks, WALLS, 4);
    assertEquals(4, middle.firstRow());
    assertEquals(3, middle.rows());
    assertEquals(4, middle.firstColumn());
    assertEquals(3, middle.columns());
    assertEquals(1, middle.neighbour(-1, 0));
    assertEquals(0, middle.neighbour(-1, -1));
    assertEquals(5, middle.neighbour(0, 1));
    assertEquals(NO_RANK, middle.neighbour(1, 0));
    assertEquals(NO_RANK, new Block(ranks, WALLS, 0).neighbour(1, -1));
    assertEquals(1, new Block(ranks, RING, 4).neighbour(1, 0));
    assertEquals(5, new Block(ranks, RING, 0).neighbour(1, -1));
  }

  private static void assertRefused(String message, Runnable refused) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, refused::run).getMessage());
  }
}
