package hpc.diffusion;

/**
 * The matrix {@code 1 - a D} of one axis, factored; D is the second difference {@code u[i-1] - 2
 * u[i] + u[i+1]} between sides whose values do not change: the ghost point of a fixed side is 0,
 * that of an insulated one its edge point, that of a periodic one the opposite edge point.
 *
 * <p>A line {@code (1 - a D) x = f} of n points is solved by the algorithm of Thomas with these
 * operations, each rounded once, and no others, so that all who solve it agree bit for bit:
 *
 * <pre>{@code
 * d = 0;      for i = 0 .. n-1:  d = fma(weight(i), f[i], d)
 * f[-1] = 0;  for i = 0 .. n-1:  f[i] = fma(carry(i), f[i-1], f[i])
 * x[n] = 0;   for i = n-1 .. 0:  x[i] = fma(carry(i+1), x[i+1], fma(-shift(i), d, f[i]) * inverse(i))
 * }</pre>
 *
 * <p>Weights and shifts are 0 unless the axis is periodic. Then the matrix is {@code T + a g g'},
 * where T is that of insulated sides and g is 1 at the first point, -1 at the last and 0 between:
 * what flows across the seam. By Sherman and Morrison {@code T x = f - a g d / (1 + a g'z)} with
 * {@code T z = g} and {@code d = z'f}; so d is known when the forward loop ends, and the second
 * loop solves for x at once. Both matrices are positive definite, and the divisor is at least 1.
 * Weights and shifts fall off exponentially with the distance from the seam; what is less than
 * 2^-500 is 0, since subnormal numbers would cost a hundred cycles each on some processors.
 *
 * <p>Pivots are sums of positive numbers: a pivot is 1, what its point takes up, and the two
 * conductances a to the next point and {@code a x / (a + x)} to all before, in series. Nothing
 * cancels however large a is. (Grassmann, Taksar and Heyman 1985 eliminate Markov chains like
 * that.)
 */
final class Tridiagonal {

  private static final double NOTHING = 0x1p-500;

  private final double[] carry;
  private final double[] inverse;
  private final double[] weight;
  private final double[] shift;
  private final boolean periodic;

  /**
   * Factors the matrix of an axis.
   *
   * @param points n, at least 1
   * @param a factor of the second difference
   * @param low the side before point 0
   * @param high the side after the last point
   */
  Tridiagonal(int points, double a, Boundary low, Boundary high) {
    this.carry = new double[points + 1];
    this.inverse = new double[points];
    this.weight = new double[points];
    this.shift = new double[points];
    this.periodic = low instanceof Boundary.Periodic;
    double before = holds(low) ? a : 0;
    for (int i = 0; i < points; i++) {
      double behind = i < points - 1 || holds(high) ? a : 0;
      double own = 1 + before;
      inverse[i] = 1 / (own + behind);
      carry[i + 1] = a * inverse[i];
      before = carry[i + 1] * own;
    }
    if (periodic && points > 1) {
      closeSeam(a);
    }
  }

  /** Only a fixed side takes up heat; what the others let pass does not depend on the field. */
  private static boolean holds(Boundary side) {
    return side instanceof Boundary.Fixed;
  }

  private void closeSeam(double a) {
    int last = shift.length - 1;
    shift[0] = 1;
    for (int i = 1; i <= last; i++) {
      shift[i] = orNothing(Math.fma(carry[i], shift[i - 1], i < last ? 0 : -1));
    }
    double next = 0;
    for (int i = last; i >= 0; i--) {
      next = orNothing(Math.fma(carry[i + 1], next, shift[i] * inverse[i]));
      weight[i] = next;
    }
    double flow = a / (1 + a * (weight[0] - weight[last]));
    for (int i = 0; i <= last; i++) {
      shift[i] *= flow;
    }
  }

  private static double orNothing(double value) {
    return Math.abs(value) < NOTHING ? 0 : value;
  }

  boolean periodic() {
    return periodic;
  }

  /** What point {@code i} takes from point {@code i - 1}, and that from it; 0 to n. */
  double carry(int i) {
    return carry[i];
  }

  /** One over the pivot of point {@code i}. */
  double inverse(int i) {
    return inverse[i];
  }

  /** The part of point {@code i} in the flow across the seam. */
  double weight(int i) {
    return weight[i];
  }

  /** How the flow across the seam shows at point {@code i}, when those before it are eliminated. */
  double shift(int i) {
    return shift[i];
  }

  /**
   * Solves lines that lie in the rows of an array. A line is a chain of operations that wait for
   * each other, four cycles each; four lines at a time wait together.
   *
   * @param values f, overwritten by x
   * @param start index of the first point of the first line
   * @param lines how many
   * @param stride elements from one line to the next
   */
  void solveRows(double[] values, int start, int lines, int stride) {
    int line = 0;
    for (; line <= lines - 4; line += 4) {
      solveFourRows(values, start + line * stride, stride);
    }
    for (; line < lines; line++) {
      solveRow(values, start + line * stride);
    }
  }

  private void solveRow(double[] values, int start) {
    double seam = 0;
    double f = 0;
    for (int j = 0; j < inverse.length; j++) {
      double given = values[start + j];
      seam = Math.fma(weight[j], given, seam);
      f = Math.fma(carry[j], f, given);
      values[start + j] = f;
    }
    double x = 0;
    for (int j = inverse.length - 1; j >= 0; j--) {
      x = Math.fma(carry[j + 1], x, Math.fma(-shift[j], seam, values[start + j]) * inverse[j]);
      values[start + j] = x;
    }
  }

  /** Written out, since a loop over four would keep its state in memory. */
  private void solveFourRows(double[] values, int start, int stride) {
    int second = start + stride;
    int third = second + stride;
    int fourth = third + stride;
    double seamA = 0;
    double seamB = 0;
    double seamC = 0;
    double seamD = 0;
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    for (int j = 0; j < inverse.length; j++) {
      double givenA = values[start + j];
      double givenB = values[second + j];
      double givenC = values[third + j];
      double givenD = values[fourth + j];
      seamA = Math.fma(weight[j], givenA, seamA);
      seamB = Math.fma(weight[j], givenB, seamB);
      seamC = Math.fma(weight[j], givenC, seamC);
      seamD = Math.fma(weight[j], givenD, seamD);
      a = Math.fma(carry[j], a, givenA);
      b = Math.fma(carry[j], b, givenB);
      c = Math.fma(carry[j], c, givenC);
      d = Math.fma(carry[j], d, givenD);
      values[start + j] = a;
      values[second + j] = b;
      values[third + j] = c;
      values[fourth + j] = d;
    }
    a = 0;
    b = 0;
    c = 0;
    d = 0;
    for (int j = inverse.length - 1; j >= 0; j--) {
      double k = carry[j + 1];
      double s = -shift[j];
      a = Math.fma(k, a, Math.fma(s, seamA, values[start + j]) * inverse[j]);
      b = Math.fma(k, b, Math.fma(s, seamB, values[second + j]) * inverse[j]);
      c = Math.fma(k, c, Math.fma(s, seamC, values[third + j]) * inverse[j]);
      d = Math.fma(k, d, Math.fma(s, seamD, values[fourth + j]) * inverse[j]);
      values[start + j] = a;
      values[second + j] = b;
      values[third + j] = c;
      values[fourth + j] = d;
    }
  }
}
