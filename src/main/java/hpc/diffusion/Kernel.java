package hpc.diffusion;

import hpc.parallel.RangeExecutor;

/**
 * One time step on a rectangle of points.
 *
 * <p>Where the medium is the same everywhere every kernel computes, for each point u with
 * neighbours n, s (along x) and w, e (along y),
 *
 * <pre>{@code u + cy ((w + e) - 2u) + cx ((n + s) - 2u)}</pre>
 *
 * with these operations, each rounded once, and no others:
 *
 * <pre>{@code fma(cx, fma(-2, u, n + s), fma(cy, fma(-2, u, w + e), u))}</pre>
 *
 * so that kernels, threads and ranks agree bit for bit. Two additions and four fused operations are
 * one operation more than {@code c0 u + cx (n + s) + cy (w + e)} needs. What it buys: differences
 * of equal values are exactly 0, so that a constant field stays as it is to the last bit, and what
 * is rounded near a steady state is the change and not the value, so that the heat of a closed
 * field drifts less. The operation is free where it matters: loads and stores take longer.
 *
 * <p>Where k varies the heat between two points has the weight of the face between them, and every
 * kernel computes
 *
 * <pre>{@code fma(cs, s - u, fma(cn, n - u, fma(ce, e - u, fma(cw, w - u, u))))}</pre>
 *
 * in this order. Both points of a face see the same weight and the same difference, but for its
 * sign: what one loses the other gains (conservative form).
 */
public interface Kernel {

  String name();

  /**
   * The threads that call it: all of {@code threads}, or the caller alone where the kernel shares a
   * call among as many threads of its own.
   */
  default RangeExecutor callers(RangeExecutor threads) {
    return threads;
  }

  /** Points that a call should have at least, so that calling costs little; 0 where any will do. */
  default int callPoints() {
    return 0;
  }

  /**
   * Writes {@code rows} times {@code columns} points of {@code next} from {@code now}, with
   * up-to-date neighbours. Allocates nothing.
   *
   * @param now field at this moment
   * @param next field one step later; another array
   * @param start index of the first point of the first row
   * @param rows rows to write, {@code stride} apart
   * @param columns points to write in each row
   * @param stride elements from one row to the next
   * @param cx a dt / dx^2
   * @param cy a dt / dy^2
   */
  void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double cx,
      double cy);

  /**
   * The same where the weights vary.
   *
   * @param cx weight of the face above each point, at the point's index
   * @param cy weight of the face to the left of each point, at the point's index
   */
  void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double[] cx,
      double[] cy);

  /** Adds {@code heat} to every point of a rectangle of {@code next}. */
  default void add(double[] heat, double[] next, int start, int rows, int columns, int stride) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      // C2 turns this one into vectors by itself: every point is read and written at one index
      for (int i = first; i < first + columns; i++) {
        next[i] += heat[i];
      }
    }
  }
}
