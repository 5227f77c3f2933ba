package hpc.sieve;

import hpc.launch.VectorModule;

/**
 * The operations on whole runs of bits. All lengths are multiples of {@link #STEP}: callers pad
 * their arrays, so that no kernel needs a tail.
 */
interface BitKernel {

  /** A multiple of every vector's length in bytes. */
  int STEP = 64;

  /** The word used in the CSV. */
  String word();

  /** {@code bits[from + i] &= a[atA + i] & b[atB + i] & c[atC + i]} for i below {@code length}. */
  void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC);

  /** The number of ones in the first {@code length} bytes. */
  long count(byte[] bits, int length);

  /**
   * The faster kernel for sieving so many numbers on this JVM.
   *
   * <p>Vectors take 5 % off a long run, but cost 0.3 s at its start: the Vector API is slow until
   * the JIT compiler has taken in all of it. They break even near 5e10 numbers. Without module
   * jdk.incubator.vector there is no choice.
   */
  static BitKernel forNumbers(long numbers) {
    return numbers >= 50_000_000_000L && VectorModule.load() ? new VectorBits() : new ScalarBits();
  }
}
