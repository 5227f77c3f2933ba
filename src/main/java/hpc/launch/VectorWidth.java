package hpc.launch;

import jdk.incubator.vector.DoubleVector;

/**
 * How wide the vectors of this processor are; touch only if {@link VectorModule#load} returns true.
 */
final class VectorWidth {

  private VectorWidth() {}

  static int bits() {
    return DoubleVector.SPECIES_PREFERRED.vectorBitSize();
  }

  static int doubles() {
    return DoubleVector.SPECIES_PREFERRED.length();
  }
}
