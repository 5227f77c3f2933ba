package hpc.diffusion;

/**
 * Plain Java, point by point.
 *
 * <p>Bound by instructions, not by memory: C2 does not vectorise the loop, since it cannot prove
 * that the two arrays differ. {@link Math#fma} is one instruction on every x86-64 processor with
 * FMA3 (2013 on) and on every AArch64; without it the same bits come from slow library code.
 */
public final class ScalarKernel implements Kernel {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double cx,
      double cy) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      updatePoints(now, next, first, first + columns, stride, cx, cy);
    }
  }

  @Override
  public void update(
      double[] now,
      double[] next,
      int start,
      int rows,
      int columns,
      int stride,
      double[] cx,
      double[] cy) {
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      updatePoints(now, next, first, first + columns, stride, cx, cy);
    }
  }

  /** Updates the points {@code [from, to)} of one row; the tail of wider kernels too. */
  static void updatePoints(
      double[] now, double[] next, int from, int to, int stride, double cx, double cy) {
    for (int i = from; i < to; i++) {
      double u = now[i];
      double alongX = Math.fma(-2, u, now[i - stride] + now[i + stride]);
      double alongY = Math.fma(-2, u, now[i - 1] + now[i + 1]);
      next[i] = Math.fma(cx, alongX, Math.fma(cy, alongY, u));
    }
  }

  /** The same where the weights vary. */
  static void updatePoints(
      double[] now, double[] next, int from, int to, int stride, double[] cx, double[] cy) {
    for (int i = from; i < to; i++) {
      double u = now[i];
      double sum = Math.fma(cy[i], now[i - 1] - u, u);
      sum = Math.fma(cy[i + 1], now[i + 1] - u, sum);
      sum = Math.fma(cx[i], now[i - stride] - u, sum);
      next[i] = Math.fma(cx[i + stride], now[i + stride] - u, sum);
    }
  }
}
