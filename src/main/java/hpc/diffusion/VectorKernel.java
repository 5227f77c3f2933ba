package hpc.diffusion;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The Vector API in vectors of the width that the processor prefers, four rows in one pass.
 *
 * <p>In the caches the kernel is bound by loads. Row by row a vector takes five: itself, north,
 * south, west and east, of which the last two cross a cache line wherever a vector fills one. Four
 * rows in one pass share what they load: six vectors in the middle serve as itself, north and south
 * of four, so that 3.5 loads are left for each. On one core of an AMD EPYC with AVX-512 that makes
 * 5500 million updates per second in the first-level cache; making west and east from neighbouring
 * vectors by shuffles instead of loading them gains nothing. {@link DoubleVector#fma} rounds as
 * {@link Math#fma} does, lane by lane, so that the bits are those of the {@link ScalarKernel}.
 *
 * <p>Needs module jdk.incubator.vector; {@link Kernels} asks for it before this class is loaded.
 */
final class VectorKernel implements Kernel {

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

  private static final int ROWS_PER_PASS = 4;

  @Override
  public String name() {
    return "vector";
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
    int inVectors = SPECIES.loopBound(columns);
    int row = 0;
    for (; row <= rows - ROWS_PER_PASS; row += ROWS_PER_PASS) {
      int first = start + row * stride;
      updateFourRows(now, next, first, first + inVectors, stride, cx, cy);
    }
    for (; row < rows; row++) {
      int first = start + row * stride;
      updateRow(now, next, first, first + inVectors, stride, cx, cy);
    }
    // tail: the last columns, fewer than a vector holds
    for (int tail = 0; tail < rows && inVectors < columns; tail++) {
      int first = start + tail * stride;
      ScalarKernel.updatePoints(now, next, first + inVectors, first + columns, stride, cx, cy);
    }
  }

  /**
   * Written out on purpose. HotSpot does not inline methods of more than 325 bytes, so that this
   * one is always compiled by itself. Shorter, it is compiled into its callers too, and if the
   * compiler there stops inlining half-way (NodeCountInliningCutoff), every vector becomes an
   * object: one cold run in ten took six times as long.
   */
  private static void updateFourRows(
      double[] now, double[] next, int from, int to, int stride, double cx, double cy) {
    DoubleVector minusTwo = DoubleVector.broadcast(SPECIES, -2);
    DoubleVector vx = DoubleVector.broadcast(SPECIES, cx);
    DoubleVector vy = DoubleVector.broadcast(SPECIES, cy);
    for (int i = from; i < to; i += SPECIES.length()) {
      int j = i + stride;
      int k = j + stride;
      int l = k + stride;
      DoubleVector above = DoubleVector.fromArray(SPECIES, now, i - stride);
      DoubleVector first = DoubleVector.fromArray(SPECIES, now, i);
      DoubleVector second = DoubleVector.fromArray(SPECIES, now, j);
      DoubleVector third = DoubleVector.fromArray(SPECIES, now, k);
      DoubleVector fourth = DoubleVector.fromArray(SPECIES, now, l);
      DoubleVector below = DoubleVector.fromArray(SPECIES, now, l + stride);

      DoubleVector west = DoubleVector.fromArray(SPECIES, now, i - 1);
      DoubleVector east = DoubleVector.fromArray(SPECIES, now, i + 1);
      DoubleVector alongX = minusTwo.fma(first, above.add(second));
      DoubleVector alongY = minusTwo.fma(first, west.add(east));
      vx.fma(alongX, vy.fma(alongY, first)).intoArray(next, i);

      west = DoubleVector.fromArray(SPECIES, now, j - 1);
      east = DoubleVector.fromArray(SPECIES, now, j + 1);
      alongX = minusTwo.fma(second, first.add(third));
      alongY = minusTwo.fma(second, west.add(east));
      vx.fma(alongX, vy.fma(alongY, second)).intoArray(next, j);

      west = DoubleVector.fromArray(SPECIES, now, k - 1);
      east = DoubleVector.fromArray(SPECIES, now, k + 1);
      alongX = minusTwo.fma(third, second.add(fourth));
      alongY = minusTwo.fma(third, west.add(east));
      vx.fma(alongX, vy.fma(alongY, third)).intoArray(next, k);

      west = DoubleVector.fromArray(SPECIES, now, l - 1);
      east = DoubleVector.fromArray(SPECIES, now, l + 1);
      alongX = minusTwo.fma(fourth, third.add(below));
      alongY = minusTwo.fma(fourth, west.add(east));
      vx.fma(alongX, vy.fma(alongY, fourth)).intoArray(next, l);
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
    int inVectors = SPECIES.loopBound(columns);
    for (int row = 0; row < rows; row++) {
      int first = start + row * stride;
      updateRow(now, next, first, first + inVectors, stride, cx, cy);
      ScalarKernel.updatePoints(now, next, first + inVectors, first + columns, stride, cx, cy);
    }
  }

  /** Bound by loads, nine for a vector: rows that share loads gain little. */
  private static void updateRow(
      double[] now, double[] next, int from, int to, int stride, double[] cx, double[] cy) {
    for (int i = from; i < to; i += SPECIES.length()) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, now, i);
      DoubleVector west = DoubleVector.fromArray(SPECIES, now, i - 1).sub(u);
      DoubleVector east = DoubleVector.fromArray(SPECIES, now, i + 1).sub(u);
      DoubleVector north = DoubleVector.fromArray(SPECIES, now, i - stride).sub(u);
      DoubleVector south = DoubleVector.fromArray(SPECIES, now, i + stride).sub(u);
      DoubleVector sum = DoubleVector.fromArray(SPECIES, cy, i).fma(west, u);
      sum = DoubleVector.fromArray(SPECIES, cy, i + 1).fma(east, sum);
      sum = DoubleVector.fromArray(SPECIES, cx, i).fma(north, sum);
      DoubleVector.fromArray(SPECIES, cx, i + stride).fma(south, sum).intoArray(next, i);
    }
  }

  private static void updateRow(
      double[] now, double[] next, int from, int to, int stride, double cx, double cy) {
    DoubleVector minusTwo = DoubleVector.broadcast(SPECIES, -2);
    DoubleVector vx = DoubleVector.broadcast(SPECIES, cx);
    DoubleVector vy = DoubleVector.broadcast(SPECIES, cy);
    for (int i = from; i < to; i += SPECIES.length()) {
      DoubleVector u = DoubleVector.fromArray(SPECIES, now, i);
      DoubleVector north = DoubleVector.fromArray(SPECIES, now, i - stride);
      DoubleVector south = DoubleVector.fromArray(SPECIES, now, i + stride);
      DoubleVector west = DoubleVector.fromArray(SPECIES, now, i - 1);
      DoubleVector east = DoubleVector.fromArray(SPECIES, now, i + 1);
      DoubleVector alongX = minusTwo.fma(u, north.add(south));
      DoubleVector alongY = minusTwo.fma(u, west.add(east));
      vx.fma(alongX, vy.fma(alongY, u)).intoArray(next, i);
    }
  }
}
