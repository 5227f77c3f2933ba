package hpc.diffusion;

/**
 * Plain Java, point by point.
 *
 * <p>Bound by instructions, not by memory: C2 does not vectorise the loop, since it cannot prove
 * that the two arrays differ. One core of an AMD EPYC with AVX-512 updates 1400 million points per
 * second in its caches and 1000 million beyond them; the {@link VectorKernel} 3400 and 1400. {@link
 * Math#fma} is one instruction on every x86-64 processor with FMA3 (2013 on) and on every AArch64;
 * without it the same bits come from slow library code.
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
      FieldLayout layout,
      int fromRow,
      int toRow,
      double cx,
      double cy) {
    for (int row = fromRow; row < toRow; row++) {
      int start = layout.index(row, 0);
      updatePoints(now, next, layout.stride(), start, start + layout.columns(), cx, cy);
    }
  }

  /** Updates the points {@code [start, end)} of one row; the tail of wider kernels too. */
  static void updatePoints(
      double[] now, double[] next, int stride, int start, int end, double cx, double cy) {
    for (int i = start; i < end; i++) {
      double u = now[i];
      double alongX = Math.fma(-2, u, now[i - stride] + now[i + stride]);
      double alongY = Math.fma(-2, u, now[i - 1] + now[i + 1]);
      next[i] = Math.fma(cx, alongX, Math.fma(cy, alongY, u));
    }
  }
}
