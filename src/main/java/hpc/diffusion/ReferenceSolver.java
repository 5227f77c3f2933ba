package hpc.diffusion;

import java.util.Optional;

/**
 * The schemes written a second time, as naively as possible: rows of their own, no ghosts, no
 * padding, a question about the boundary at every point. It shares with the solver the initial
 * field, the order of operations that {@link Kernel} fixes and the checksum, and nothing else.
 *
 * <p>Every rank computes the whole field, so that all know the result without a message.
 */
final class ReferenceSolver {

  /** Some seconds of naive computing; csc-heat, 2 000 000 000 updates, is within it. */
  private static final long MOST_UPDATES = 1L << 31;

  /** Two fields of 32 MiB. */
  private static final long MOST_POINTS = 1L << 22;

  private final DiffusionProblem problem;
  private final int rows;
  private final int columns;
  private final Boundaries sides;
  private final double cx;
  private final double cy;
  private final Optional<double[][]> coefficient;
  private final Optional<double[][]> source;

  private ReferenceSolver(DiffusionProblem problem) {
    this.problem = problem;
    this.rows = (int) problem.grid().nx();
    this.columns = (int) problem.grid().ny();
    this.sides = problem.sides();
    this.cx = problem.weightX();
    this.cy = problem.weightY();
    this.coefficient = problem.medium().coefficient().map(this::sampled);
    this.source = problem.source().map(this::sampled);
  }

  /** Why this problem is too large to be computed naively; empty if it is not. */
  static Optional<String> refusal(DiffusionProblem problem) {
    boolean small = problem.grid().points() <= MOST_POINTS && problem.updates() <= MOST_UPDATES;
    return small
        ? Optional.empty()
        : Optional.of(
            "not recomputed: more than " + MOST_POINTS + " points or " + MOST_UPDATES + " updates");
  }

  /** The checksum of the final field, see {@link FieldStatistics#checksum}. */
  static long checksum(DiffusionProblem problem) {
    return new ReferenceSolver(problem).solve();
  }

  private long solve() {
    double[][] now = sampled(problem.initial());
    double[][] next = new double[rows][columns];
    for (long step = 0; step < problem.steps(); step++) {
      switch (problem.scheme()) {
        case EXPLICIT -> advance(now, next);
        case ADI -> advanceImplicitly(now, next);
      }
      double[][] past = now;
      now = next;
      next = past;
    }
    long checksum = 0;
    for (int i = 0; i < rows; i++) {
      checksum += FieldStatistics.checksum(now[i], 0, columns, (long) i * columns);
    }
    return checksum;
  }

  private double[][] sampled(ScalarField field) {
    double[][] values = new double[rows][columns];
    ScalarField.Rows from = field.on(problem.grid(), sides);
    for (int i = 0; i < rows; i++) {
      from.fill(i, 0, columns, values[i], 0);
    }
    return values;
  }

  private void advance(double[][] now, double[][] next) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double after =
            coefficient.isPresent()
                ? throughFaces(coefficient.get(), now, i, j)
                : Math.fma(
                    cx, differenceX(now, i, j), Math.fma(cy, differenceY(now, i, j), now[i][j]));
        double heated = source.isPresent() ? after + problem.dt() * source.get()[i][j] : after;
        next[i][j] = heatedByWalls(heated, i, j);
      }
    }
  }

  private double throughFaces(double[][] k, double[][] now, int i, int j) {
    double u = now[i][j];
    double sum = Math.fma(cy * faceTowards(k, i, j, sides.left(), 0, -1), west(now, i, j) - u, u);
    sum = Math.fma(cy * faceTowards(k, i, j, sides.right(), 0, 1), east(now, i, j) - u, sum);
    sum = Math.fma(cx * faceTowards(k, i, j, sides.top(), -1, 0), north(now, i, j) - u, sum);
    return Math.fma(cx * faceTowards(k, i, j, sides.bottom(), 1, 0), south(now, i, j) - u, sum);
  }

  /** The k of the face towards a neighbour; 0 for a wall that conducts nothing. */
  private double faceTowards(double[][] k, int i, int j, Boundary side, int di, int dj) {
    int ni = i + di;
    int nj = j + dj;
    boolean outside = ni < 0 || ni >= rows || nj < 0 || nj >= columns;
    if (outside && !(side instanceof Boundary.Periodic)) {
      return side instanceof Boundary.Fixed ? k[i][j] : 0;
    }
    return Stencil.face(k[Math.floorMod(ni, rows)][Math.floorMod(nj, columns)], k[i][j]);
  }

  /** Solves for the change of a step, all lines along y and then all along x. */
  private void advanceImplicitly(double[][] now, double[][] next) {
    double[][] change = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double right = Math.fma(cx, differenceX(now, i, j), cy * differenceY(now, i, j));
        if (source.isPresent()) {
          right = Math.fma(problem.dt(), source.get()[i][j], right);
        }
        change[i][j] = heatedByWalls(right, i, j);
      }
      change[i] = ReferenceLine.solved(change[i], cy / 2, sides.left(), sides.right());
    }
    double[] line = new double[rows];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        line[i] = change[i][j];
      }
      double[] x = ReferenceLine.solved(line, cx / 2, sides.top(), sides.bottom());
      for (int i = 0; i < rows; i++) {
        next[i][j] = now[i][j] + x[i];
      }
    }
  }

  private double differenceX(double[][] u, int i, int j) {
    return Math.fma(-2, u[i][j], north(u, i, j) + south(u, i, j));
  }

  private double differenceY(double[][] u, int i, int j) {
    return Math.fma(-2, u[i][j], west(u, i, j) + east(u, i, j));
  }

  private double north(double[][] u, int i, int j) {
    return i > 0 ? u[i - 1][j] : beyond(sides.top(), u[i][j], u[rows - 1][j]);
  }

  private double south(double[][] u, int i, int j) {
    return i < rows - 1 ? u[i + 1][j] : beyond(sides.bottom(), u[i][j], u[0][j]);
  }

  private double west(double[][] u, int i, int j) {
    return j > 0 ? u[i][j - 1] : beyond(sides.left(), u[i][j], u[i][columns - 1]);
  }

  private double east(double[][] u, int i, int j) {
    return j < columns - 1 ? u[i][j + 1] : beyond(sides.right(), u[i][j], u[i][0]);
  }

  /** The neighbour of an edge point; where there is none the point itself: nothing flows. */
  private static double beyond(Boundary side, double edge, double opposite) {
    return switch (side) {
      case Boundary.Fixed held -> held.value();
      case Boundary.Insulated _, Boundary.Flux _ -> edge;
      case Boundary.Periodic _ -> opposite;
    };
  }

  /** The balance of heat of the cell at i, j: what enters it through walls is there after dt. */
  private double heatedByWalls(double value, int i, int j) {
    double heated = value;
    if (j == 0 && sides.left() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / problem.grid().dy();
    }
    if (j == columns - 1 && sides.right() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / problem.grid().dy();
    }
    if (i == 0 && sides.top() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / problem.grid().dx();
    }
    if (i == rows - 1 && sides.bottom() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / problem.grid().dx();
    }
    return heated;
  }
}
