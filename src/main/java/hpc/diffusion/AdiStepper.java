package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.util.Optional;

/**
 * {@link Scheme#ADI}: the scheme of Peaceman and Rachford (1955), solved for the change of a step.
 *
 * <p>With the second differences X and Y, cx = kx dt / dx^2 and cy = ky dt / dy^2 its half steps
 * are
 *
 * <pre>{@code
 * (1 - cx/2 X) u* = (1 + cy/2 Y) u + dt/2 q
 * (1 - cy/2 Y) u' = (1 + cx/2 X) u* + dt/2 q
 * }</pre>
 *
 * where the values of the sides hold for u* too. X and Y act on different indices and commute, so
 * that eliminating u* leaves, without any error,
 *
 * <pre>{@code
 * (1 - cx/2 X) (1 - cy/2 Y) (u' - u) = (cx X + cy Y) u + dt q
 * }</pre>
 *
 * in which the sides act on u alone and the change is solved for with sides that hold 0. This form,
 * the delta form of Beam and Warming (1976), reads the field once per step and takes one halo, a
 * row deep. And what is rounded is the change: a constant field stays as it is to the last bit, and
 * a closed one keeps its heat.
 *
 * <p>The right side and the lines along y need no more than a row and its neighbours, so that they
 * are done first, then the lines along x by the {@link ColumnSolver}. Bound by memory: 56 bytes per
 * point go to and fro where a worker is alone and does both ways for some rows at a time, 72 else.
 */
final class AdiStepper implements Stepper {

  /** What a worker that is alone does both ways before it goes on; half a megabyte of change. */
  private static final int BLOCK_POINTS = 1 << 16;

  /** Rows that are in the cache while a worker solves them. */
  private static final int ROWS_AT_ONCE = 4;

  private final AdiKernel kernel;
  private final FieldLayout layout;
  private final Execution execution;
  private final HaloExchange halo;
  private final GhostCells ghosts;
  private final Tridiagonal alongY;
  private final ColumnSolver columnSolver;
  private final Optional<ScalarField.Rows> source;
  private final double[][] sourceRows;
  private final double cx;
  private final double cy;
  private final double dt;

  /** Steps over one share, a band of whole rows. */
  AdiStepper(
      DiffusionProblem problem,
      FieldLayout layout,
      GhostCells ghosts,
      AdiKernel kernel,
      Execution execution) {
    this.layout = layout;
    this.ghosts = ghosts;
    this.kernel = kernel;
    this.execution = execution;
    this.halo = new HaloExchange(execution.ranks(), layout);
    this.columnSolver = new ColumnSolver(problem, kernel, layout, ghosts, execution);
    this.cx = problem.weightX();
    this.cy = problem.weightY();
    this.dt = problem.dt();
    Grid grid = problem.grid();
    Boundaries sides = problem.sides();
    this.alongY = new Tridiagonal((int) grid.ny(), cy / 2, sides.left(), sides.right());
    this.source = problem.source().map(heat -> heat.on(grid, sides));
    this.sourceRows =
        new double[execution.ranges().threads()][source.isPresent() ? layout.columns() : 0];
  }

  @Override
  public int mostSteps() {
    return 1;
  }

  /** The change is made in the other array; the field stays where it is. */
  @Override
  public void advance(Field field, int steps, PhaseClock clock) {
    double[] now = field.now();
    double[] change = field.next();
    halo.send(now, clock);
    halo.receiveBeside(now, clock);
    halo.receiveAboveAndBelow(now, clock);
    columnSolver.begin(change);
    int blockRows = rowsOfBlock();
    for (int from = 0; from < layout.rows(); from += blockRows) {
      int to = Math.min(from + blockRows, layout.rows());
      solveRows(now, change, from, to, clock);
      columnSolver.eliminate(change, from, to, clock);
    }
    columnSolver.substitute(change, now, clock);
  }

  /**
   * All rows but for a worker that is alone. Another rank is kept busy by stripes of all rows. And
   * threads that share first rows and then columns take them from each other's caches: at 4096^2 on
   * an Intel Xeon two make 450 MLUP/s with all rows at once, 390 with blocks of 2^18 points for
   * each, 320 with 2^16; one alone makes 260 and, with 2^16, 290.
   */
  private int rowsOfBlock() {
    if (execution.cores() > 1) {
      return layout.rows();
    }
    return Math.ceilDiv(BLOCK_POINTS / ROWS_AT_ONCE, layout.columns()) * ROWS_AT_ONCE;
  }

  private void solveRows(double[] now, double[] change, int fromRow, int toRow, PhaseClock clock) {
    clock.in(
        Phase.COMPUTE,
        () ->
            execution
                .ranges()
                .split(
                    fromRow,
                    toRow,
                    (worker, from, to) -> {
                      for (long row = from; row < to; row += ROWS_AT_ONCE) {
                        int rows = (int) Math.min(ROWS_AT_ONCE, to - row);
                        solveRows(now, change, (int) row, rows, sourceRows[worker]);
                      }
                    }));
  }

  private void solveRows(
      double[] now, double[] change, int firstRow, int rows, double[] sourceRow) {
    int columns = layout.columns();
    int stride = layout.stride();
    for (int row = firstRow; row < firstRow + rows; row++) {
      int start = layout.index(row, 0);
      kernel.difference(now, change, start, columns, stride, cx, cy);
      if (source.isPresent()) {
        source.get().fill(layout.block().firstRow() + row, 0, columns, sourceRow, 0);
        kernel.add(dt, sourceRow, 0, change, start, columns);
      }
    }
    ghosts.heat(change, firstRow, firstRow + rows, 0, columns);
    alongY.solveRows(change, layout.index(firstRow, 0), rows, stride);
  }

  /** The other array holds the change of the last step. */
  @Override
  public double largestChange(Field field) {
    return field.largestOfNext(execution.ranges());
  }
}
