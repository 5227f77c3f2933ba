package hpc.diffusion;

/**
 * One time step on some rows.
 *
 * <p>Every kernel computes, for each point u with neighbours n, s (along x) and w, e (along y),
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
 * field drifts less. The operation is free where it matters: a field that does not fit the caches
 * moves 24 bytes per point, and six operations on eight lanes take less than that.
 */
public interface Kernel {

  /** The name in the CSV. */
  String name();

  /**
   * Writes rows {@code [fromRow, toRow)} of {@code next} from {@code now}, ghosts of which are up
   * to date. Allocates nothing.
   *
   * @param now field at this moment
   * @param next field one step later; another array
   * @param layout of both
   * @param fromRow first row, 0 or more
   * @param toRow one past the last row
   * @param cx a dt / dx^2
   * @param cy a dt / dy^2
   */
  void update(
      double[] now,
      double[] next,
      FieldLayout layout,
      int fromRow,
      int toRow,
      double cx,
      double cy);
}
