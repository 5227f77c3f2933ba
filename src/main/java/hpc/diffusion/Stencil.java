package hpc.diffusion;

import hpc.parallel.RangeExecutor;

/**
 * One time step on a rectangle of points of one share: a {@link Kernel} with the weights of the
 * problem.
 */
@FunctionalInterface
interface Stencil {

  /**
   * Writes {@code rows} times {@code columns} points of {@code next} from {@code now}; indices as
   * {@link FieldLayout#index} gives them.
   */
  void update(double[] now, double[] next, int start, int rows, int columns, int stride);

  /** The stencil of {@code problem} on one share; weights that vary are tabulated here. */
  static Stencil of(
      DiffusionProblem problem, Kernel kernel, FieldLayout layout, RangeExecutor ranges) {
    Tables tables = new Tables(problem, layout, ranges);
    Stencil diffusion = diffusion(problem, kernel, tables);
    return problem
        .source()
        .map(source -> heated(diffusion, kernel, tables.heat(source)))
        .orElse(diffusion);
  }

  private static Stencil diffusion(DiffusionProblem problem, Kernel kernel, Tables tables) {
    if (problem.medium().coefficient().isEmpty()) {
      double cx = problem.weightX();
      double cy = problem.weightY();
      return (now, next, start, rows, columns, stride) ->
          kernel.update(now, next, start, rows, columns, stride, cx, cy);
    }
    ScalarField k = problem.medium().coefficient().get();
    double[] cx = tables.facesAbove(k);
    double[] cy = tables.facesLeft(k);
    return (now, next, start, rows, columns, stride) ->
        kernel.update(now, next, start, rows, columns, stride, cx, cy);
  }

  private static Stencil heated(Stencil diffusion, Kernel kernel, double[] heat) {
    return (now, next, start, rows, columns, stride) -> {
      diffusion.update(now, next, start, rows, columns, stride);
      kernel.add(heat, next, start, rows, columns, stride);
    };
  }

  /** How many tables {@code problem} needs; the implicit scheme does without. */
  static int tables(DiffusionProblem problem) {
    int faces = problem.medium().coefficient().isPresent() ? 2 : 0;
    int heat = problem.source().isPresent() ? 1 : 0;
    return problem.scheme() == Scheme.EXPLICIT ? faces + heat : 0;
  }

  /**
   * The harmonic mean, the k of two halves in a row: where k jumps the heat that leaves one half
   * enters the other. Their product is not formed: it may be too small or too large for a double.
   */
  static double face(double k, double other) {
    double lesser = Math.min(k, other);
    return 2 * lesser / (1 + lesser / Math.max(k, other));
  }

  /**
   * Tables of what varies from point to point, laid out like the field of one rank, ghosts
   * included: a kernel reads the weights of a point at the point's own index. Each costs 8 bytes
   * per point.
   */
  record Tables(DiffusionProblem problem, FieldLayout layout, RangeExecutor ranges) {

    /** The heat that {@code source} gives every point in a step, {@code dt q}. */
    private double[] heat(ScalarField source) {
      ScalarField.Rows q = source.on(problem.grid(), problem.sides());
      return table((row, to) -> {
        double[] at = row(q, row);
        for (int j = 0; j < at.length; j++) {
          to[j] = problem.dt() * at[j];
        }
      });
    }

    /** Weights of the face between each point and the one above, {@code kx k dt / dx^2}. */
    private double[] facesAbove(ScalarField coefficient) {
      ScalarField.Rows k = coefficient.on(problem.grid(), problem.sides());
      return table((row, to) -> {
        double[] above = row(k, row - 1);
        double[] here = row(k, row);
        for (int j = 0; j < here.length; j++) {
          to[j] = problem.weightX() * face(above[j], here[j]);
        }
      });
    }

    /** Weights of the face between each point and the one to the left, {@code ky k dt / dy^2}. */
    private double[] facesLeft(ScalarField coefficient) {
      ScalarField.Rows k = coefficient.on(problem.grid(), problem.sides());
      return table((row, to) -> {
        double[] here = row(k, row);
        for (int j = 0; j < here.length; j++) {
          to[j] = problem.weightY() * face(here[Math.max(0, j - 1)], here[j]);
        }
      });
    }

    private interface RowFiller {
      /** Writes row {@code row} of the share with its ghost columns, from {@code to[0]} on. */
      void fill(int row, double[] to);
    }

    private double[] table(RowFiller filler) {
      double[] table = new double[layout.length()];
      int width = layout.columns() + 2 * layout.ghostColumns();
      ranges.split(
          -layout.ghostRows(),
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

    /** A row with what lies beyond the walls: periodic or, at the other walls, the same. */
    private double[] row(ScalarField.Rows values, int row) {
      Grid grid = problem.grid();
      Boundaries sides = problem.sides();
      Block block = layout.block();
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
