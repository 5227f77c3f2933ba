package hpc.diffusion;

import static hpc.mpi.Communicator.NO_RANK;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.mpi.Communicator;
import java.util.Arrays;

/**
 * Solves the lines along x, which run through the bands of rows of all ranks: the algorithm of
 * Thomas as a pipeline.
 *
 * <p>Each rank eliminates its rows from the first to the last and hands the last one on to the rank
 * below; on the way back each hands its first row on to the rank above. The columns are cut in
 * stripes: while the second rank works on the first stripe, the first rank works on the second one.
 * No operation depends on where the field is cut, so that all layouts give the same bits, and no
 * work is added, as it is by methods that reduce each band to its ends. Of S stripes and R ranks a
 * rank waits for R - 1, out of S + R - 1, each way.
 *
 * <p>Threads share the columns of a stripe, so that a rank sends and receives on one thread.
 */
final class ColumnSolver {

  /** With eight stripes for each rank the pipeline is full for eight ninths of the time or more. */
  private static final int STRIPES_PER_RANK = 8;

  /** A stripe of fewer points is computed in less time than its message takes, some 50 us. */
  private static final int LEAST_STRIPE_POINTS = 1 << 16;

  /** Three rows of a worker's columns, 24 bytes each, stay within a second-level cache. */
  private static final int MOST_COLUMNS = 1 << 13;

  /** Columns in a cache line: no two workers write one line. */
  private static final int LINE = 8;

  /** Works on the columns {@code [from, to)}. */
  @FunctionalInterface
  private interface Columns {
    void run(int from, int to);
  }

  private final Tridiagonal alongX;
  private final AdiKernel kernel;
  private final FieldLayout layout;
  private final GhostCells ghosts;
  private final Execution execution;
  private final Communicator ranks;
  private final int firstRow;
  private final int above;
  private final int below;
  private final Partition stripes;
  private final double[] seam;

  /**
   * Solves over one share, a band of whole rows.
   *
   * @param ghosts follow the field
   */
  ColumnSolver(
      DiffusionProblem problem,
      AdiKernel kernel,
      FieldLayout layout,
      GhostCells ghosts,
      Execution execution) {
    this.alongX =
        new Tridiagonal(
            (int) problem.grid().nx(),
            problem.weightX() / 2,
            problem.sides().top(),
            problem.sides().bottom());
    this.kernel = kernel;
    this.layout = layout;
    this.ghosts = ghosts;
    this.execution = execution;
    this.ranks = execution.ranks();
    this.firstRow = (int) layout.block().firstRow();
    this.above = ranks.rank() > 0 ? ranks.rank() - 1 : NO_RANK;
    this.below = ranks.rank() < ranks.size() - 1 ? ranks.rank() + 1 : NO_RANK;
    this.stripes = stripes(layout.block().ranks());
    this.seam = new double[layout.columns()];
  }

  /** The same on every rank. */
  private static Partition stripes(RankGrid grid) {
    long lines = Math.ceilDiv(grid.columns().most(), LINE);
    long points = grid.rows().least() * grid.columns().most();
    long most = grid.alongX() == 1 ? 1 : STRIPES_PER_RANK * (long) grid.alongX();
    long worthwhile = Math.clamp(points / LEAST_STRIPE_POINTS, 1, most);
    return new Partition(lines, (int) Math.min(lines, worthwhile));
  }

  /** Clears what the first and the last row of the field take from beyond it. */
  void begin(double[] change) {
    if (above == NO_RANK) {
      Arrays.fill(seam, 0);
      clearRow(change, -1);
    }
    if (below == NO_RANK) {
      clearRow(change, layout.rows());
    }
  }

  private void clearRow(double[] change, int row) {
    int start = layout.index(row, 0);
    Arrays.fill(change, start, start + layout.columns(), 0);
  }

  /** Forward through rows {@code [fromRow, toRow)}; all rows of a rank, in order, make a pass. */
  void eliminate(double[] change, int fromRow, int toRow, PhaseClock clock) {
    for (int stripe = 0; stripe < stripes.parts(); stripe++) {
      if (fromRow == 0) {
        receive(change, -1, stripe, above, clock);
      }
      inParallel(stripe, clock, (from, to) -> eliminate(change, fromRow, toRow, from, to));
      if (toRow == layout.rows()) {
        send(change, toRow - 1, stripe, below, clock);
      }
    }
  }

  private void eliminate(double[] change, int fromRow, int toRow, int from, int to) {
    for (int row = fromRow; row < toRow; row++) {
      int global = firstRow + row;
      int start = layout.index(row, from);
      if (alongX.periodic()) {
        kernel.add(alongX.weight(global), change, start, seam, from, to - from);
      }
      kernel.eliminate(change, start, to - from, layout.stride(), alongX.carry(global));
    }
  }

  /** Backward through all rows, and adds what comes out to the field. */
  void substitute(double[] change, double[] field, PhaseClock clock) {
    for (int stripe = 0; stripe < stripes.parts(); stripe++) {
      receive(change, layout.rows(), stripe, below, clock);
      inParallel(stripe, clock, (from, to) -> substitute(change, field, from, to));
      send(change, 0, stripe, above, clock);
    }
  }

  private void substitute(double[] change, double[] field, int from, int to) {
    for (int row = layout.rows() - 1; row >= 0; row--) {
      int global = firstRow + row;
      int start = layout.index(row, from);
      if (alongX.periodic()) {
        kernel.add(-alongX.shift(global), seam, from, change, start, to - from);
      }
      kernel.substitute(
          change,
          field,
          start,
          to - from,
          layout.stride(),
          alongX.carry(global + 1),
          alongX.inverse(global));
      ghosts.follow(field, row, row + 1, from, to);
    }
  }

  /** Shares the columns of a stripe over the threads, and a thread's by what its cache holds. */
  private void inParallel(int stripe, PhaseClock clock, Columns body) {
    clock.in(
        Phase.COMPUTE,
        () ->
            execution
                .ranges()
                .split(
                    stripes.first(stripe),
                    stripes.first(stripe + 1),
                    (_, fromLine, toLine) -> {
                      int end = column(toLine);
                      for (int from = column(fromLine); from < end; from += MOST_COLUMNS) {
                        body.run(from, Math.min(from + MOST_COLUMNS, end));
                      }
                    }));
  }

  private void receive(double[] change, int row, int stripe, int peer, PhaseClock clock) {
    if (peer != NO_RANK) {
      int from = column(stripes.first(stripe));
      int count = column(stripes.first(stripe + 1)) - from;
      clock.in(
          Phase.WAIT,
          () -> {
            ranks.receive(change, layout.index(row, from), count, peer);
            if (alongX.periodic()) {
              ranks.receive(seam, from, count, peer);
            }
          });
    }
  }

  private void send(double[] change, int row, int stripe, int peer, PhaseClock clock) {
    if (peer != NO_RANK) {
      int from = column(stripes.first(stripe));
      int count = column(stripes.first(stripe + 1)) - from;
      clock.in(
          Phase.COMMUNICATION,
          () -> {
            ranks.send(change, layout.index(row, from), count, peer);
            if (alongX.periodic()) {
              ranks.send(seam, from, count, peer);
            }
          });
    }
  }

  private int column(long line) {
    return (int) Math.min(line * LINE, layout.columns());
  }
}
