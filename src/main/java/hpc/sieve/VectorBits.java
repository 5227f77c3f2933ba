package hpc.sieve;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/** A whole vector at a time. */
final class VectorBits extends ScalarBits {

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;

  @Override
  public String word() {
    return "vector";
  }

  @Override
  public void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC) {
    for (int i = 0; i < length; i += BYTES.length()) {
      ByteVector.fromArray(BYTES, a, atA + i)
          .and(ByteVector.fromArray(BYTES, b, atB + i))
          .and(ByteVector.fromArray(BYTES, c, atC + i))
          .and(ByteVector.fromArray(BYTES, bits, from + i))
          .intoArray(bits, from + i);
    }
  }
}
