package hpc.diffusion;

/**
 * Takes a part of the field through several steps while it is in the cache: temporal blocking.
 *
 * <p>A step that streams the field through the processor is bound by memory: 24 bytes per point,
 * whatever the kernel. So a front moves over the rows, and at each stop of it step s updates the
 * rows that lie s below the front, for all steps one after the other: a row comes from memory once
 * and goes back once in as many steps. Wide fields are cut in tiles of columns too, so that the
 * rows between first and last step fit the second-level cache, and tiles at each stop of the front
 * in strips that fit the first; both move left by a cache line per step.
 *
 * <p>Two arrays are enough: step s reads array {@code s % 2} and writes the other. For any order in
 * which every point is updated after its neighbours have been, in the step before, is right: who
 * overwrites the value of a point two steps old needs all neighbours one step old, and whoever has
 * computed those has read it. The front (rows lag by one per step) and the tiles and strips
 * (columns lag by {@value #SKEW} per step, at least one) are such an order. So is any order of
 * {@link MovingRange}s that gives each its neighbours first; see {@link ExplicitStepper}.
 */
final class Wavefront {

  /**
   * Rows, or columns, that are updated in each step of a sweep: a range whose ends move by a fixed
   * number per step.
   *
   * @param from first one in step 0
   * @param fromSlope how far it moves per step
   * @param to one past the last in step 0
   * @param toSlope how far it moves per step
   */
  record MovingRange(int from, int fromSlope, int to, int toSlope) {

    int from(int step) {
      return from + step * fromSlope;
    }

    int to(int step) {
      return to + step * toSlope;
    }
  }

  /** Rows that the front advances: what a kernel takes in one pass, so that all calls are full. */
  private static final int ADVANCE = 4;

  /** Columns that a tile moves per step; a cache line, so that vectors stay aligned. */
  private static final int SKEW = 8;

  /**
   * Columns that go through all steps before the next ones do. A step reads six rows and writes
   * four, most of which the step before has just written or read: of 256 columns they are 20 KiB
   * and still in the first-level cache. On an Intel Xeon 4096^2 makes 2700 MLUP/s this way, 2250
   * with whole tiles; 128 to 512 columns are much alike.
   */
  private static final int STRIP = 256;

  /** HotSpot then has seen enough: with 1000 it sometimes has not, with 5000 nothing is gained. */
  private static final int REHEARSALS = 2000;

  private final Stencil stencil;
  private final FieldLayout layout;
  private final GhostCells ghosts;
  private final int tileColumns;
  private final int advance;
  private final int stripColumns;

  /**
   * A front over one share of a field.
   *
   * @param tileColumns columns of a tile, about
   * @param callPoints points that a call of the kernel should have at least; 0 where any will do
   */
  Wavefront(
      Stencil stencil, FieldLayout layout, GhostCells ghosts, int tileColumns, int callPoints) {
    this.stencil = stencil;
    this.layout = layout;
    this.ghosts = ghosts;
    this.tileColumns = tileColumns;
    // who wants many points has whole rows of a tile, and so many of them
    this.advance = Math.max(ADVANCE, callPoints / Math.min(tileColumns, layout.columns()));
    this.stripColumns = callPoints > 0 ? tileColumns + SKEW : STRIP;
  }

  /**
   * Updates {@code rows} times {@code columns} in {@code steps} steps.
   *
   * @param even the field at step 0, and at all even steps
   * @param odd at all odd steps
   */
  void run(double[] even, double[] odd, int steps, MovingRange rows, MovingRange columns) {
    int last = steps - 1;
    int left = lineBefore(Math.min(columns.from(0), columns.from(last) + last * SKEW));
    int right = Math.max(columns.to(0), columns.to(last) + last * SKEW);
    int width = evenTiles(right - left);
    int top = Math.min(rows.from(0), rows.from(last) + last);
    int bottom = Math.max(rows.to(0), rows.to(last) + last);
    for (int tile = left; tile < right; tile += width) {
      for (int front = top; front < bottom; front += advance) {
        for (int strip = tile; strip < tile + width; strip += stripColumns) {
          int end = Math.min(strip + stripColumns, tile + width);
          for (int step = 0; step < steps; step++) {
            update(
                step % 2 == 0 ? even : odd,
                step % 2 == 0 ? odd : even,
                Math.max(front - step, rows.from(step)),
                Math.min(front - step + advance, rows.to(step)),
                Math.max(strip - step * SKEW, columns.from(step)),
                Math.min(end - step * SKEW, columns.to(step)));
          }
        }
      }
    }
  }

  /**
   * Lets the JVM compile the stencil before the first step that counts, as a C compiler has before
   * the program starts. The first rows are updated again and again; what that writes, the first
   * step writes once more. It takes 0.12 s in a fresh JVM, no longer than compiling would take
   * later, and next to nothing in a warm one.
   */
  void rehearse(double[] even, double[] odd) {
    int rows = Math.min(ADVANCE, layout.rows());
    int columns = Math.min(STRIP, layout.columns());
    for (int time = 0; time < REHEARSALS; time++) {
      stencil.update(even, odd, layout.index(0, 0), rows, columns, layout.stride());
    }
  }

  /** Where a halo ends within a line its points go first, so that the others stay in lines. */
  private void update(
      double[] now, double[] next, int fromRow, int toRow, int fromColumn, int toColumn) {
    if (fromRow < toRow && fromColumn < toColumn) {
      int inLines = Math.min(lineBefore(fromColumn + SKEW - 1), toColumn);
      updateRectangle(now, next, fromRow, toRow, fromColumn, inLines);
      updateRectangle(now, next, fromRow, toRow, inLines, toColumn);
      ghosts.heat(next, fromRow, toRow, fromColumn, toColumn);
      ghosts.follow(next, fromRow, toRow, fromColumn, toColumn);
    }
  }

  private void updateRectangle(
      double[] now, double[] next, int fromRow, int toRow, int fromColumn, int toColumn) {
    if (fromColumn < toColumn) {
      stencil.update(
          now,
          next,
          layout.index(fromRow, fromColumn),
          toRow - fromRow,
          toColumn - fromColumn,
          layout.stride());
    }
  }

  private static int lineBefore(int column) {
    return Math.floorDiv(column, SKEW) * SKEW;
  }

  /** The width that cuts {@code columns} in equal tiles of about the columns asked for. */
  private int evenTiles(int columns) {
    int tiles = Math.max(1, Math.round((float) columns / tileColumns));
    return lineBefore(Math.ceilDiv(columns, tiles) + SKEW - 1);
  }
}
