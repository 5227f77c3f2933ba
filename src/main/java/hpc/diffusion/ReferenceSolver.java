package hpc.diffusion;

import java.util.Optional;

/**
 * The same scheme written a second time, as naively as possible: rows of their own, no ghosts, no
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

  private ReferenceSolver(DiffusionProblem problem) {
    this.problem = problem;
    this.rows = (int) problem.grid().nx();
    this.columns = (int) problem.grid().ny();
    this.sides = problem.sides();
    this.cx = problem.weightX();
    this.cy = problem.weightY();
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
    double[][] now = new double[rows][columns];
    double[][] next = new double[rows][columns];
    ScalarField.Rows initial = problem.initial().on(problem.grid(), problem.sides());
    for (int i = 0; i < rows; i++) {
      initial.fill(i, 0, columns, now[i], 0);
    }
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

  private double updated(double[][] now, int i, int j) {
    double u = now[i][j];
    double north = i > 0 ? now[i - 1][j] : beyond(sides.top(), u, now[rows - 1][j]);
    double south = i < rows - 1 ? now[i + 1][j] : beyond(sides.bottom(), u, now[0][j]);
    double west = j > 0 ? now[i][j - 1] : beyond(sides.left(), u, now[i][columns - 1]);
    double east = j < columns - 1 ? now[i][j + 1] : beyond(sides.right(), u, now[i][0]);
    double alongX = Math.fma(-2, u, north + south);
    double alongY = Math.fma(-2, u, west + east);
    return Math.fma(cx, alongX, Math.fma(cy, alongY, u));
  }

  /** The ghost point beyond an edge point. */
  static double beyond(Boundary side, double edge, double opposite) {
    return switch (side) {
      case Boundary.Fixed held -> held.value();
      case Boundary.Insulated _ -> edge;
      case Boundary.Periodic _ -> opposite;
    };
  }
}
