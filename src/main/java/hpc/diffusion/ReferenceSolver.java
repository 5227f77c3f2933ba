package hpc.diffusion;

import java.util.Optional;

/**
 * The explicit scheme written a second time, as naively as possible: rows of their own, no ghosts,
 * no padding, a question about the boundary at every point. It shares with the solver the initial
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

  /** The checksum of the final field, see {@link FieldChecksum}. */
  static long checksum(DiffusionProblem problem) {
    return switch (problem.scheme()) {
      case EXPLICIT -> new ReferenceSolver(problem).solve();
      case ADI -> new ReferenceAdi(problem).checksum();
    };
  }

  private long solve() {
    double[][] now = sampled(problem.initial());
    double[][] next = new double[rows][columns];
    for (long step = 0; step < problem.steps(); step++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          next[i][j] = updated(now, i, j);
        }
      }
      double[][] past = now;
      now = next;
      next = past;
    }
    long checksum = 0;
    for (int i = 0; i < rows; i++) {
      checksum += FieldChecksum.of(now[i], 0, columns, (long) i * columns);
    }
    return checksum;
  }

  private double[][] sampled(ScalarField field) {
    double[][] values = new double[rows][columns];
    ScalarField.Rows from = field.on(problem.grid(), problem.sides());
    for (int i = 0; i < rows; i++) {
      from.fill(i, 0, columns, values[i], 0);
    }
    return values;
  }

  private double updated(double[][] now, int i, int j) {
    double u = now[i][j];
    double north = i > 0 ? now[i - 1][j] : beyond(sides.top(), u, now[rows - 1][j]);
    double south = i < rows - 1 ? now[i + 1][j] : beyond(sides.bottom(), u, now[0][j]);
    double west = j > 0 ? now[i][j - 1] : beyond(sides.left(), u, now[i][columns - 1]);
    double east = j < columns - 1 ? now[i][j + 1] : beyond(sides.right(), u, now[i][0]);
    double after =
        coefficient
            .map(k -> throughFaces(k, i, j, u, north, south, west, east))
            .orElseGet(() -> {
              double alongX = Math.fma(-2, u, north + south);
              double alongY = Math.fma(-2, u, west + east);
              return Math.fma(cx, alongX, Math.fma(cy, alongY, u));
            });
    double heated = source.map(q -> after + problem.dt() * q[i][j]).orElse(after);
    return heatedByWalls(problem, heated, i, j);
  }

  private double throughFaces(
      double[][] k, int i, int j, double u, double north, double south, double west, double east) {
    double sum = Math.fma(cy * faceTowards(k, i, j, sides.left(), 0, -1), west - u, u);
    sum = Math.fma(cy * faceTowards(k, i, j, sides.right(), 0, 1), east - u, sum);
    sum = Math.fma(cx * faceTowards(k, i, j, sides.top(), -1, 0), north - u, sum);
    return Math.fma(cx * faceTowards(k, i, j, sides.bottom(), 1, 0), south - u, sum);
  }

  /** The k of the face towards a neighbour; 0 for a wall that conducts nothing. */
  private double faceTowards(double[][] k, int i, int j, Boundary side, int di, int dj) {
    int ni = i + di;
    int nj = j + dj;
    boolean outside = ni < 0 || ni >= rows || nj < 0 || nj >= columns;
    if (outside && !(side instanceof Boundary.Periodic)) {
      return side instanceof Boundary.Fixed ? k[i][j] : 0;
    }
    return Coefficients.face(k[Math.floorMod(ni, rows)][Math.floorMod(nj, columns)], k[i][j]);
  }

  /**
   * The neighbour of an edge point; where there is none the point itself, so that nothing flows.
   */
  static double beyond(Boundary side, double edge, double opposite) {
    return switch (side) {
      case Boundary.Fixed held -> held.value();
      case Boundary.Insulated _, Boundary.Flux _ -> edge;
      case Boundary.Periodic _ -> opposite;
    };
  }

  /** The balance of heat of the cell at i, j: what enters it through walls is there after dt. */
  static double heatedByWalls(DiffusionProblem problem, double value, int i, int j) {
    Grid grid = problem.grid();
    Boundaries sides = problem.sides();
    double heated = value;
    if (j == 0 && sides.left() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / grid.dy();
    }
    if (j == grid.ny() - 1 && sides.right() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / grid.dy();
    }
    if (i == 0 && sides.top() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / grid.dx();
    }
    if (i == grid.nx() - 1 && sides.bottom() instanceof Boundary.Flux(double heat)) {
      heated += problem.dt() * heat / grid.dx();
    }
    return heated;
  }
}
