package hpc.diffusion;

import java.util.function.IntToDoubleFunction;

/**
 * {@link Scheme#ADI} written a second time, as naively as possible: one line at a time, copied out
 * of a matrix, solved and copied back. It shares with {@link AdiStepper} the order of operations
 * that {@link AdiKernel} and {@link Tridiagonal} state, and nothing else.
 */
final class ReferenceAdi {

  private final DiffusionProblem problem;
  private final int rows;
  private final int columns;
  private final Boundaries sides;

  /** Prepares nothing: every line is factored anew. */
  ReferenceAdi(DiffusionProblem problem) {
    this.problem = problem;
    this.rows = (int) problem.grid().nx();
    this.columns = (int) problem.grid().ny();
    this.sides = problem.sides();
  }

  /** The checksum of the final field, see {@link FieldChecksum}. */
  long checksum() {
    double[][] field = sampled(problem.initial());
    double[][] source = problem.source().map(this::sampled).orElse(null);
    for (long step = 0; step < problem.steps(); step++) {
      advance(field, source);
    }
    long checksum = 0;
    for (int i = 0; i < rows; i++) {
      checksum += FieldChecksum.of(field[i], 0, columns, (long) i * columns);
    }
    return checksum;
  }

  private double[][] sampled(ScalarField values) {
    ScalarField.Rows filler = values.on(problem.grid(), sides);
    double[][] matrix = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      filler.fill(i, 0, columns, matrix[i], 0);
    }
    return matrix;
  }

  private void advance(double[][] field, double[][] source) {
    double[][] change = new double[rows][];
    for (int i = 0; i < rows; i++) {
      int row = i;
      double[] right = line(columns, j -> difference(field, row, j));
      if (source != null) {
        right = line(columns, plus(right, source[i]));
      }
      for (int j = 0; j < columns; j++) {
        right[j] = ReferenceSolver.heatedByWalls(problem, right[j], i, j);
      }
      change[i] = solved(right, problem.weightY() / 2, sides.left(), sides.right());
    }
    for (int j = 0; j < columns; j++) {
      int column = j;
      double[] right = line(rows, i -> change[i][column]);
      double[] x = solved(right, problem.weightX() / 2, sides.top(), sides.bottom());
      for (int i = 0; i < rows; i++) {
        field[i][j] += x[i];
      }
    }
  }

  private IntToDoubleFunction plus(double[] right, double[] source) {
    return j -> Math.fma(problem.dt(), source[j], right[j]);
  }

  private double difference(double[][] u, int i, int j) {
    double here = u[i][j];
    double north = i > 0 ? u[i - 1][j] : ReferenceSolver.beyond(sides.top(), here, u[rows - 1][j]);
    double south =
        i < rows - 1 ? u[i + 1][j] : ReferenceSolver.beyond(sides.bottom(), here, u[0][j]);
    double west =
        j > 0 ? u[i][j - 1] : ReferenceSolver.beyond(sides.left(), here, u[i][columns - 1]);
    double east =
        j < columns - 1 ? u[i][j + 1] : ReferenceSolver.beyond(sides.right(), here, u[i][0]);
    double alongX = Math.fma(-2, here, north + south);
    double alongY = Math.fma(-2, here, west + east);
    return Math.fma(problem.weightX(), alongX, problem.weightY() * alongY);
  }

  /** Solves {@code (1 - a D) x = f}. */
  private static double[] solved(double[] f, double a, Boundary low, Boundary high) {
    int n = f.length;
    double[] pivots = pivots(n, a, low, high);
    if (!(low instanceof Boundary.Periodic) || n == 1) {
      return backward(forward(f, a, pivots), a, pivots);
    }
    double[] g = new double[n];
    g[0] = 1;
    g[n - 1] = -1;
    double[] eliminated = forward(g, a, pivots);
    double[] z = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      eliminated[i] = unlessTiny(eliminated[i]);
      double next = i < n - 1 ? z[i + 1] : 0;
      z[i] = unlessTiny(Math.fma(a * (1 / pivots[i]), next, eliminated[i] * (1 / pivots[i])));
    }
    double flow = a / (1 + a * (z[0] - z[n - 1]));
    double d = 0;
    for (int i = 0; i < n; i++) {
      d = Math.fma(z[i], f[i], d);
    }
    double across = d;
    double[] reduced = forward(f, a, pivots);
    double[] shifted = line(n, i -> Math.fma(-(eliminated[i] * flow), across, reduced[i]));
    return backward(shifted, a, pivots);
  }

  private static double unlessTiny(double value) {
    return Math.abs(value) < 0x1p-500 ? 0 : value;
  }

  private static double[] pivots(int n, double a, Boundary low, Boundary high) {
    double[] pivots = new double[n];
    double own = low instanceof Boundary.Fixed ? 1 + a : 1;
    for (int i = 0; i < n; i++) {
      boolean open = i == n - 1 && !(high instanceof Boundary.Fixed);
      pivots[i] = open ? own : own + a;
      own = 1 + a * (1 / pivots[i]) * own;
    }
    return pivots;
  }

  private static double[] forward(double[] right, double a, double[] pivots) {
    double[] f = new double[right.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = i == 0 ? right[0] + 0.0 : Math.fma(a * (1 / pivots[i - 1]), f[i - 1], right[i]);
    }
    return f;
  }

  private static double[] backward(double[] f, double a, double[] pivots) {
    double[] x = new double[f.length];
    for (int i = f.length - 1; i >= 0; i--) {
      double inverse = 1 / pivots[i];
      double next = i < f.length - 1 ? x[i + 1] : 0;
      x[i] = Math.fma(a * inverse, next, f[i] * inverse);
    }
    return x;
  }

  private static double[] line(int n, IntToDoubleFunction value) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = value.applyAsDouble(i);
    }
    return values;
  }
}
