package hpc.diffusion;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Ranks in a grid over the field, {@code alongX} bands of rows times {@code alongY} bands of
 * columns: rank {@code r} holds block {@code (r / alongY, r % alongY)}.
 *
 * @param grid the field
 * @param alongX bands of rows
 * @param alongY bands of columns
 */
record RankGrid(Grid grid, int alongX, int alongY) {

  /**
   * Checks that every rank gets a point.
   *
   * @throws IllegalArgumentException naming {@code --ranks}
   */
  RankGrid {
    requirePoints(alongX, grid.nx(), "rows of --nx");
    requirePoints(alongY, grid.ny(), "columns of --ny");
  }

  private static void requirePoints(int ranks, long points, String what) {
    if (ranks > points) {
      throw new IllegalArgumentException(
          "--ranks %s: more ranks than the %s %s %s; accepted: 1 to %s"
              .formatted(ranks, points, what, points, points));
    }
  }

  /**
   * The grid of {@code ranks} ranks that cuts the field along the fewest points, and so exchanges
   * least. Of equals the one with more bands of rows: a row lies in one piece.
   *
   * @throws IllegalArgumentException naming {@code --ranks} if there are more than rows
   */
  static RankGrid leastHalo(Grid grid, Boundaries sides, int ranks) {
    // more than rows is a slip far more often than a wish; who wishes it can name the grid
    requirePoints(ranks, grid.nx(), "rows of --nx");
    return IntStream.rangeClosed(1, ranks)
        .filter(alongY -> ranks % alongY == 0)
        .filter(alongY -> ranks / alongY <= grid.nx() && alongY <= grid.ny())
        .mapToObj(alongY -> new RankGrid(grid, ranks / alongY, alongY))
        .min(Comparator.comparingLong(candidate -> candidate.cutPoints(sides)))
        .orElseThrow();
  }

  private long cutPoints(Boundaries sides) {
    return cuts(alongX, sides.rowsWrap()) * grid.ny()
        + cuts(alongY, sides.columnsWrap()) * grid.nx();
  }

  /** Where the last band neighbours the first there is one cut more, unless they are the same. */
  private static long cuts(int bands, boolean wrap) {
    return wrap && bands > 1 ? bands : bands - 1;
  }

  Partition rows() {
    return new Partition(grid.nx(), alongX);
  }

  Partition columns() {
    return new Partition(grid.ny(), alongY);
  }
}
