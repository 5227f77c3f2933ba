package hpc.diffusion;

/**
 * Plain Java, point by point.
 *
 * <p>Bound by instructions, not by memory: C2 does not vectorise the loop, since it cannot prove
 * that the two arrays differ, so that a core updates some 800 million points per second wherever
 * the field lies. {@link Math#fma} is one instruction on every x86-64 processor with FMA3 (2013 on)
 * and on every AArch64; without it the same bits come from slow library code.
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
    int stride = layout.stride();
    for (int row = fromRow; row < toRow; row++) {
      int start = layout.index(row, 0);
      int end = start + layout.columns();
      for (int i = start; i < end; i++) {
        double u = now[i];
        double alongX = Math.fma(-2, u, now[i - stride] + now[i + stride]);
        double alongY = Math.fma(-2, u, now[i - 1] + now[i + 1]);
        next[i] = Math.fma(cx, alongX, Math.fma(cy, alongY, u));
      }
    }
  }
}
