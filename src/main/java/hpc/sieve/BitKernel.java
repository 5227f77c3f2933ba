package hpc.sieve;

import hpc.launch.VectorModule;
import org.slf4j.LoggerFactory;

/**
 * The operations on whole runs of bits, and the crossing off. Lengths of runs are multiples of
 * {@link #STEP}: callers pad their arrays, so that no kernel needs a tail.
 */
interface BitKernel {

  /** A multiple of every vector's length in bytes. */
  int STEP = 64;

  String word();

  /** {@code bits[from + i] &= a[atA + i] & b[atB + i] & c[atC + i]} for i below {@code length}. */
  void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC);

  /** The number of ones in the first {@code length} bytes. */
  long count(byte[] bits, int length);

  /** Crosses off the turns of primes of one residue; see {@link WheelCrossing#cross}. */
  void cross(int residue, byte[] bits, int[] primes, int[] starts, int count, int end, int shift);

  /**
   * From so many numbers on vectors pay: they take 5 % off a long run, but cost 0.3 s at its start,
   * as the Vector API is slow until the JIT compiler has taken in all of it.
   */
  long VECTORS_PAY = 50_000_000_000L;

  static BitKernel forNumbers(long numbers) {
    if (numbers < VECTORS_PAY) {
      return new ScalarBits();
    }
    if (VectorModule.load()) {
      return new VectorBits();
    }
    LoggerFactory.getLogger(BitKernel.class)
        .warn("no vectors: start the JVM with --add-modules {} to gain 5 %", VectorModule.NAME);
    return new ScalarBits();
  }
}
