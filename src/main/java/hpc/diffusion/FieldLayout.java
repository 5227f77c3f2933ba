package hpc.diffusion;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Where the points of one rank lie in one array: row by row, with ghost points on every side.
 *
 * <p>Rows are {@code stride} apart. Wide rows are padded to whole cache lines, so that all rows sit
 * alike in their lines, and by one line more where the stride would be a multiple of 4 KiB: the
 * rows above and below would fall into the same sets of the L1 cache and look to the processor like
 * the row being written (4 KiB aliasing). Padding costs less than 5 % because narrow rows, where it
 * would cost more and saves nothing, have none.
 *
 * @param block the share
 * @param rows rows of this rank, without ghosts
 * @param columns columns, without ghosts
 * @param ghostRows ghost rows above, and as many below
 * @param ghostColumns ghost columns to the left, and as many to the right
 * @param stride elements from one row to the next
 */
record FieldLayout(
    Block block, int rows, int columns, int ghostRows, int ghostColumns, int stride) {

  private static final int LINE = 8;
  private static final int PAGE = 512;
  private static final int NARROW = 320;

  /** From here on a page more is less than 5 %. */
  private static final int SMALL = 20 * PAGE;

  /** What the JVM puts before the first element, 16 bytes, in elements. */
  private static final int HEADER = 2;

  /** A kernel that writes four rows reads the one above and the one below. */
  private static final int ROWS_AT_ONCE = 4;

  /** The longest array that HotSpot allocates. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Lays out the share of one rank. Where the field goes on there are as many ghosts as a sweep has
   * steps, at a wall one.
   *
   * @param sweepSteps steps between two exchanges, at least 1
   * @throws IllegalArgumentException naming {@code --nx} and {@code --ny} if one array cannot hold
   *     it
   */
  static FieldLayout of(Block block, int sweepSteps) {
    return of(block, block.rows(), block.columns(), sweepSteps);
  }

  /**
   * Lays out as many rows and columns as any rank has, so that all ranks judge alike; throws what
   * {@link #of} throws.
   */
  static FieldLayout largest(Block block, int sweepSteps) {
    return of(block, block.ranks().rows().most(), block.ranks().columns().most(), sweepSteps);
  }

  private static FieldLayout of(Block block, long rows, long columns, int sweepSteps) {
    int ghostRows = block.rowsContinue() ? sweepSteps : 1;
    int ghostColumns = block.columnsContinue() ? sweepSteps : 1;
    long stride = stride(columns, ghostColumns);
    long mostRows = (LONGEST_ARRAY - PAGE) / stride - 2L * ghostRows;
    if (rows > mostRows) {
      throw tooLong(block, rows * columns, mostRows);
    }
    return new FieldLayout(block, (int) rows, (int) columns, ghostRows, ghostColumns, (int) stride);
  }

  /** The place of a point; ghosts have negative numbers and numbers past the last. */
  int index(int row, int column) {
    return (row + ghostRows) * stride + column + margin(columns, ghostColumns);
  }

  /**
   * Elements of an array of this layout. The two arrays of a field follow each other in memory, and
   * a load from one waits for an earlier store to the other if their addresses agree modulo 4 KiB.
   * So a larger array ends with as many unused elements as put the rows that a kernel reads far
   * from those it writes: at 4096^2 that makes 4450 MLUP/s where 16, 64 or 144 bytes between equal
   * points, modulo 4 KiB, make 3050.
   */
  int length() {
    int points = (rows + 2 * ghostRows) * stride;
    return points < SMALL ? points : points + Math.floorMod(apart() - HEADER - points, PAGE);
  }

  /** The distance of the two arrays, modulo a page, that is farthest from any few rows. */
  private int apart() {
    return IntStream.iterate(0, apart -> apart < PAGE, apart -> apart + LINE)
        .boxed()
        .max(Comparator.comparingInt(this::clearance))
        .orElseThrow();
  }

  /** How near, modulo a page, rows of one array come to rows of the other. */
  private int clearance(int apart) {
    return IntStream.rangeClosed(-ROWS_AT_ONCE, ROWS_AT_ONCE)
        .map(row -> Math.floorMod(apart + row * (stride % PAGE), PAGE))
        .map(distance -> Math.min(distance, PAGE - distance))
        .min()
        .orElseThrow();
  }

  private static long stride(long columns, int ghostColumns) {
    long length = margin(columns, ghostColumns) + columns + ghostColumns;
    if (columns < NARROW) {
      return length;
    }
    long wholeLines = Math.ceilDiv(length, LINE) * LINE;
    return wholeLines % PAGE == 0 ? wholeLines + LINE : wholeLines;
  }

  /**
   * Elements before column 0: the ghosts, and as many more as bring column 0 to the next to last
   * place of eight. With the JVM's {@link #HEADER} before the first element that is the beginning
   * of a cache line wherever objects begin one, and no vector lies across two.
   */
  private static int margin(long columns, int ghostColumns) {
    return columns < NARROW
        ? ghostColumns
        : Math.ceilDiv(ghostColumns + HEADER, LINE) * LINE - HEADER;
  }

  private static IllegalArgumentException tooLong(Block block, long points, long mostRows) {
    Grid grid = block.ranks().grid();
    String remedy =
        mostRows < 1
            ? "shorter rows or more bands of columns"
            : Math.ceilDiv(grid.nx(), mostRows) * block.ranks().alongY() + " ranks or more";
    return new IllegalArgumentException(
        "--nx %s --ny %s: %s points per rank, more than the 2^31-1 that an array holds with its ghost points; accepted: %s"
            .formatted(grid.nx(), grid.ny(), points, remedy));
  }
}
