package hpc.diffusion;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API in vectors of the width that the processor prefers; bits as those of {@link
 * ScalarAdiKernel}, which C2 does not vectorise: it cannot prove that arrays and rows differ.
 *
 * <p>Needs module jdk.incubator.vector; {@link Kernels} asks for it before this class is loaded.
 */
final class VectorAdiKernel implements AdiKernel {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private final ScalarAdiKernel tail = new ScalarAdiKernel();

  @Override
  public void difference(
      double[] field, double[] change, int start, int columns, int stride, double cx, double cy) {
    DoubleVector minusTwo = DoubleVector.broadcast(SPECIES, -2);
    DoubleVector vx = DoubleVector.broadcast(SPECIES, cx);
    DoubleVector vy = DoubleVector.broadcast(SPECIES, cy);
    int inVectors = SPECIES.loopBound(columns);
    for (int i = start; i < start + inVectors; i += SPECIES.length()) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, field, i);
      DoubleVector north = DoubleVector.fromArray(SPECIES, field, i - stride);
      DoubleVector south = DoubleVector.fromArray(SPECIES, field, i + stride);
      DoubleVector west = DoubleVector.fromArray(SPECIES, field, i - 1);
      DoubleVector east = DoubleVector.fromArray(SPECIES, field, i + 1);
      DoubleVector alongX = minusTwo.fma(u, north.add(south));
      DoubleVector alongY = minusTwo.fma(u, west.add(east));
      vx.fma(alongX, vy.mul(alongY)).intoArray(change, i);
    }
    tail.difference(field, change, start + inVectors, columns - inVectors, stride, cx, cy);
  }

  @Override
  public void add(double factor, double[] x, int startX, double[] y, int startY, int count) {
    DoubleVector v = DoubleVector.broadcast(SPECIES, factor);
    int inVectors = SPECIES.loopBound(count);
    for (int j = 0; j < inVectors; j += SPECIES.length()) {
      DoubleVector more = DoubleVector.fromArray(SPECIES, x, startX + j);
      v.fma(more, DoubleVector.fromArray(SPECIES, y, startY + j)).intoArray(y, startY + j);
    }
    tail.add(factor, x, startX + inVectors, y, startY + inVectors, count - inVectors);
  }

  @Override
  public void eliminate(double[] change, int start, int columns, int stride, double carry) {
    DoubleVector v = DoubleVector.broadcast(SPECIES, carry);
    int inVectors = SPECIES.loopBound(columns);
    for (int i = start; i < start + inVectors; i += SPECIES.length()) {
      DoubleVector above = DoubleVector.fromArray(SPECIES, change, i - stride);
      v.fma(above, DoubleVector.fromArray(SPECIES, change, i)).intoArray(change, i);
    }
    tail.eliminate(change, start + inVectors, columns - inVectors, stride, carry);
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
    DoubleVector vc = DoubleVector.broadcast(SPECIES, carry);
    DoubleVector vi = DoubleVector.broadcast(SPECIES, inverse);
    int inVectors = SPECIES.loopBound(columns);
    for (int i = start; i < start + inVectors; i += SPECIES.length()) {
      DoubleVector below = DoubleVector.fromArray(SPECIES, change, i + stride);
      DoubleVector f = DoubleVector.fromArray(SPECIES, change, i);
      DoubleVector x = vc.fma(below, f.mul(vi));
      x.intoArray(change, i);
      DoubleVector.fromArray(SPECIES, field, i).add(x).intoArray(field, i);
    }
    tail.substitute(change, field, start + inVectors, columns - inVectors, stride, carry, inverse);
  }
}
