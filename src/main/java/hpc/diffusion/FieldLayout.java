package hpc.diffusion;

/**
 * Where the points of one rank lie in one array: row by row, with one ghost point on every side.
 *
 * <p>Rows are {@code stride} apart. Wide rows are padded to whole cache lines, so that all rows sit
 * alike in their lines, and by one line more where the stride would be a multiple of 4 KiB: the
 * rows above and below would fall into the same sets of the L1 cache and look to the processor like
 * the row being written (4 KiB aliasing). Padding costs less than 5 % because narrow rows, where it
 * would cost more and saves nothing, have none.
 *
 * @param rows rows of this rank, without ghosts
 * @param columns columns, without ghosts
 * @param stride elements from one row to the next
 */
public record FieldLayout(int rows, int columns, int stride) {

  private static final int LINE = 8;
  private static final int PAGE = 512;
  private static final int NARROW = 320;

  /** The longest array that HotSpot allocates. */
  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Lays out {@code rows} rows, the share of one rank of {@code grid}.
   *
   * @throws IllegalArgumentException naming {@code --nx} and {@code --ny} if one array cannot hold
   *     them
   */
  static FieldLayout of(Grid grid, long rows) {
    long stride = stride(grid.ny());
    long mostRows = LONGEST_ARRAY / stride - 2;
    if (rows > mostRows) {
      String remedy =
          mostRows < 1 ? "shorter rows" : Math.ceilDiv(grid.nx(), mostRows) + " ranks or more";
      throw new IllegalArgumentException(
          "--nx %d --ny %d: %d points per rank, more than the 2^31-1 that an array holds with its ghost points; accepted: %s"
              .formatted(grid.nx(), grid.ny(), rows * grid.ny(), remedy));
    }
    return new FieldLayout((int) rows, (int) grid.ny(), (int) stride);
  }

  /** The place of a point; the ghosts have the numbers -1 and one past the last. */
  public int index(int row, int column) {
    return (row + 1) * stride + column + 1;
  }

  /** Elements of an array of this layout. */
  public int length() {
    return (rows + 2) * stride;
  }

  private static long stride(long columns) {
    long withGhosts = columns + 2;
    if (columns < NARROW) {
      return withGhosts;
    }
    long wholeLines = Math.ceilDiv(withGhosts, LINE) * LINE;
    return wholeLines % PAGE == 0 ? wholeLines + LINE : wholeLines;
  }
}
