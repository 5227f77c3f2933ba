package hpc.diffusion;

/** Plain Java, point by point; also the tails of {@link VectorAdiKernel}. */
final class ScalarAdiKernel implements AdiKernel {

  @Override
  public void difference(
      double[] field, double[] change, int start, int columns, int stride, double cx, double cy) {
    for (int i = start; i < start + columns; i++) {
      double u = field[i];
      double alongX = Math.fma(-2, u, field[i - stride] + field[i + stride]);
      double alongY = Math.fma(-2, u, field[i - 1] + field[i + 1]);
      change[i] = Math.fma(cx, alongX, cy * alongY);
    }
  }

  @Override
  public void add(double factor, double[] x, int startX, double[] y, int startY, int count) {
    for (int j = 0; j < count; j++) {
      y[startY + j] = Math.fma(factor, x[startX + j], y[startY + j]);
    }
  }

  @Override
  public void eliminate(double[] change, int start, int columns, int stride, double carry) {
    for (int i = start; i < start + columns; i++) {
      change[i] = Math.fma(carry, change[i - stride], change[i]);
    }
  }

  @Override
  public void substitute(
      double[] change,
      double[] field,
      int start,
      int columns,
      int stride,
      double carry,
      double inverse) {
    for (int i = start; i < start + columns; i++) {
      double x = Math.fma(carry, change[i + stride], change[i] * inverse);
      change[i] = x;
      field[i] += x;
    }
  }
}
