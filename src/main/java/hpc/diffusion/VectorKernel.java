package hpc.diffusion;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API, row by row, in vectors of the width that the processor prefers.
 *
 * <p>A field in the caches is bound by loads: five per vector, of which west and east cross a cache
 * line wherever a vector fills one. A larger field is bound by memory: each row is read once, since
 * the rows above and below it are still in the cache, and written once, which reads it too: 24
 * bytes per point. {@link DoubleVector#fma} rounds as {@link Math#fma} does, lane by lane, so that
 * the bits are those of the {@link ScalarKernel}.
 *
 * <p>Needs module jdk.incubator.vector; {@link Kernels} asks for it before this class is loaded.
 */
final class VectorKernel implements Kernel {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  @Override
  public String name() {
    return "vector";
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

  private static void updatePoints(
      double[] now, double[] next, int stride, int start, int end, double cx, double cy) {
    int vectorEnd = start + SPECIES.loopBound(end - start);
    for (int i = start; i < vectorEnd; i += SPECIES.length()) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, now, i);
      DoubleVector north = DoubleVector.fromArray(SPECIES, now, i - stride);
      DoubleVector south = DoubleVector.fromArray(SPECIES, now, i + stride);
      DoubleVector west = DoubleVector.fromArray(SPECIES, now, i - 1);
      DoubleVector east = DoubleVector.fromArray(SPECIES, now, i + 1);
      DoubleVector minusTwo = DoubleVector.broadcast(SPECIES, -2);
      DoubleVector alongX = minusTwo.fma(u, north.add(south));
      DoubleVector alongY = minusTwo.fma(u, west.add(east));
      DoubleVector half = DoubleVector.broadcast(SPECIES, cy).fma(alongY, u);
      DoubleVector.broadcast(SPECIES, cx).fma(alongX, half).intoArray(next, i);
    }
    // tail: the last points of a row, fewer than a vector holds
    ScalarKernel.updatePoints(now, next, stride, vectorEnd, end, cx, cy);
  }
}
