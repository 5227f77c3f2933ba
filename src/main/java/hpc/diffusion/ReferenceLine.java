package hpc.diffusion;

/**
 * A line of {@link Scheme#ADI} solved a second time, as naively as possible: every line is factored
 * anew. It shares with {@link Tridiagonal} the order of operations that is stated there, and
 * nothing else.
 */
final class ReferenceLine {

  private final double[] f;
  private final double a;
  private final double[] pivots;

  private ReferenceLine(double[] f, double a, Boundary low, Boundary high) {
    this.f = f;
    this.a = a;
    this.pivots = new double[f.length];
    double own = low instanceof Boundary.Fixed ? 1 + a : 1;
    for (int i = 0; i < f.length; i++) {
      boolean open = i == f.length - 1 && !(high instanceof Boundary.Fixed);
      pivots[i] = open ? own : own + a;
      own = 1 + a * (1 / pivots[i]) * own;
    }
  }

  /** Solves {@code (1 - a D) x = f}. */
  static double[] solved(double[] f, double a, Boundary low, Boundary high) {
    ReferenceLine line = new ReferenceLine(f, a, low, high);
    return low instanceof Boundary.Periodic && f.length > 1
        ? line.solvedAcrossTheSeam()
        : line.backward(line.forward(f));
  }

  private double[] solvedAcrossTheSeam() {
    int n = f.length;
    double[] g = new double[n];
    g[0] = 1;
    g[n - 1] = -1;
    double[] eliminated = forward(g);
    double[] z = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      eliminated[i] = unlessTiny(eliminated[i]);
      double next = i < n - 1 ? z[i + 1] : 0;
      z[i] = unlessTiny(Math.fma(a * (1 / pivots[i]), next, eliminated[i] * (1 / pivots[i])));
    }
    double flow = a / (1 + a * (z[0] - z[n - 1]));
    double across = 0;
    for (int i = 0; i < n; i++) {
      across = Math.fma(z[i], f[i], across);
    }
    double[] shifted = forward(f);
    for (int i = 0; i < n; i++) {
      shifted[i] = Math.fma(-(eliminated[i] * flow), across, shifted[i]);
    }
    return backward(shifted);
  }

  private static double unlessTiny(double value) {
    return Math.abs(value) < 0x1p-500 ? 0 : value;
  }

  private double[] forward(double[] right) {
    double[] reduced = new double[right.length];
    for (int i = 0; i < reduced.length; i++) {
      reduced[i] =
          i == 0 ? right[0] + 0.0 : Math.fma(a * (1 / pivots[i - 1]), reduced[i - 1], right[i]);
    }
    return reduced;
  }

  private double[] backward(double[] reduced) {
    double[] x = new double[reduced.length];
    for (int i = x.length - 1; i >= 0; i--) {
      double inverse = 1 / pivots[i];
      double next = i < x.length - 1 ? x[i + 1] : 0;
      x[i] = Math.fma(a * inverse, next, reduced[i] * inverse);
    }
    return x;
  }
}
