package hpc.diffusion;

/**
 * What {@link AdiStepper} does to the points of a row, or of a part of one.
 *
 * <p>Neighbouring points of a row do not depend on each other in any of these loops, so that they
 * go in vectors; whatever the kernel, each value comes from the operations stated here, each
 * rounded once. Bound by memory: rows come from the second-level cache at best.
 */
interface AdiKernel {

  /**
   * Writes what an explicit step would add: {@code fma(cx, fma(-2, u, n + s), cy * fma(-2, u, w +
   * e))} for each point u with neighbours n, s (along x) and w, e (along y).
   *
   * @param field what is read, the neighbours up to date
   * @param change what is written; another array
   * @param start index of the first point
   * @param columns points to write
   * @param stride elements from one row to the next
   * @param cx kx dt / dx^2
   * @param cy ky dt / dy^2
   */
  void difference(
      double[] field, double[] change, int start, int columns, int stride, double cx, double cy);

  /** Adds a multiple: {@code y = fma(factor, x, y)} for {@code count} points of two arrays. */
  void add(double factor, double[] x, int startX, double[] y, int startY, int count);

  /** Thomas, forward: {@code f = fma(carry, f of the row above, f)}. */
  void eliminate(double[] change, int start, int columns, int stride, double carry);

  /**
   * Thomas, backward: {@code x = fma(carry, x of the row below, f * inverse)}, then adds x to the
   * field.
   *
   * @param change f, overwritten by x
   * @param field what x is added to
   */
  void substitute(
      double[] change,
      double[] field,
      int start,
      int columns,
      int stride,
      double carry,
      double inverse);
}
