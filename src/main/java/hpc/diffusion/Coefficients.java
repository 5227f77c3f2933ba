package hpc.diffusion;

import hpc.parallel.RangeExecutor;

/**
 * Tables of what varies from point to point, laid out like the field of one rank, ghosts included:
 * a kernel reads the coefficients of a point at the point's own index.
 *
 * <p>Each costs 8 bytes per point; a problem that is the same everywhere needs none.
 */
final class Coefficients {

  private final DiffusionProblem problem;
  private final FieldLayout layout;
  private final Block block;
  private final RangeExecutor ranges;

  /** Tables for one share. */
  Coefficients(DiffusionProblem problem, FieldLayout layout, Block block, RangeExecutor ranges) {
    this.problem = problem;
    this.layout = layout;
    this.block = block;
    this.ranges = ranges;
  }

  /** How many tables {@code problem} needs; the implicit scheme does without. */
  static int tables(DiffusionProblem problem) {
    int faces = problem.medium().coefficient().isPresent() ? 2 : 0;
    int heat = problem.source().isPresent() ? 1 : 0;
    return problem.scheme() == Scheme.EXPLICIT ? faces + heat : 0;
  }

  /** The heat that {@code source} gives every point in a step, {@code dt q}. */
  double[] heat(ScalarField source) {
    Row q = new Row(source);
    return table((row, to) -> {
      double[] at = q.at(row);
      for (int j = 0; j < at.length; j++) {
        to[j] = problem.dt() * at[j];
      }
    });
  }

  /** Weights of the face between each point and the one above, {@code kx k dt / dx^2}. */
  double[] facesAbove(ScalarField coefficient) {
    Row k = new Row(coefficient);
    return table((row, to) -> {
      double[] above = k.at(row - 1);
      double[] here = k.at(row);
      for (int j = 0; j < here.length; j++) {
        to[j] = problem.weightX() * face(above[j], here[j]);
      }
    });
  }

  /** Weights of the face between each point and the one to the left, {@code ky k dt / dy^2}. */
  double[] facesLeft(ScalarField coefficient) {
    Row k = new Row(coefficient);
    return table((row, to) -> {
      double[] here = k.at(row);
      for (int j = 0; j < here.length; j++) {
        to[j] = problem.weightY() * face(here[Math.max(0, j - 1)], here[j]);
      }
    });
  }

  /**
   * The harmonic mean, the k of two halves in a row: where k jumps the heat that leaves one half
   * enters the other. Their product is not formed: it may be too small or too large for a double.
   */
  static double face(double k, double other) {
    double lesser = Math.min(k, other);
    return 2 * lesser / (1 + lesser / Math.max(k, other));
  }

  @FunctionalInterface
  private interface RowFiller {
    /** Writes row {@code row} of the share with its ghost columns, from {@code to[0]} on. */
    void fill(int row, double[] to);
  }

  private double[] table(RowFiller filler) {
    double[] table = new double[layout.length()];
    int first = -layout.ghostRows();
    int width = layout.columns() + 2 * layout.ghostColumns();
    ranges.split(
        first,
        layout.rows() + layout.ghostRows(),
        (_, from, to) -> {
          double[] buffer = new double[width];
          for (int row = (int) from; row < to; row++) {
            filler.fill(row, buffer);
            System.arraycopy(buffer, 0, table, layout.index(row, -layout.ghostColumns()), width);
          }
        });
    return table;
  }

  /** Rows of a field with what lies beyond the walls: periodic or, at the other walls, the same. */
  private final class Row {

    private final ScalarField.Rows values;

    Row(ScalarField field) {
      this.values = field.on(problem.grid(), problem.sides());
    }

    double[] at(int row) {
      Grid grid = problem.grid();
      Boundaries sides = problem.sides();
      long globalRow = within(block.firstRow() + row, grid.nx(), sides.rowsWrap());
      double[] to = new double[layout.columns() + 2 * layout.ghostColumns()];
      long firstColumn = block.firstColumn() - layout.ghostColumns();
      for (int j = 0; j < to.length; ) {
        long column = within(firstColumn + j, grid.ny(), sides.columnsWrap());
        // as many as lie one behind the other, in the field and here
        boolean inside = column == firstColumn + j;
        int count = inside ? (int) Math.min(to.length - j, grid.ny() - column) : 1;
        values.fill(globalRow, column, count, to, j);
        j += count;
      }
      return to;
    }

    private static long within(long number, long count, boolean wrap) {
      return wrap ? Math.floorMod(number, count) : Math.clamp(number, 0, count - 1);
    }
  }
}
