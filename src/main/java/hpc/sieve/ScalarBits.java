package hpc.sieve;

/** Eight bytes at a time, without the Vector API. */
class ScalarBits implements BitKernel {

  @Override
  public String word() {
    return "scalar";
  }

  @Override
  public void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC) {
    for (int i = 0; i < length; i += Long.BYTES) {
      long mask = Wheel.word(a, atA + i) & Wheel.word(b, atB + i) & Wheel.word(c, atC + i);
      Wheel.setWord(bits, from + i, Wheel.word(bits, from + i) & mask);
    }
  }

  @Override
  public long count(byte[] bits, int length) {
    long count = 0;
    for (int i = 0; i < length; i += Long.BYTES) {
      count += Long.bitCount(Wheel.word(bits, i));
    }
    return count;
  }

  @Override
  public void cross(
      int residue, byte[] bits, int[] primes, int[] starts, int count, int end, int shift) {
    WheelCrossing.cross(residue, bits, primes, starts, count, end, shift);
  }
}
