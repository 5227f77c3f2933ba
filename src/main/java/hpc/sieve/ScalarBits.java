package hpc.sieve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time, without the Vector API. */
class ScalarBits implements BitKernel {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  @Override
  public String word() {
    return "scalar";
  }

  @Override
  public void and(
      byte[] bits, int from, int length, byte[] a, int atA, byte[] b, int atB, byte[] c, int atC) {
    for (int i = 0; i < length; i += Long.BYTES) {
      long mask =
          (long) LONGS.get(a, atA + i)
              & (long) LONGS.get(b, atB + i)
              & (long) LONGS.get(c, atC + i);
      LONGS.set(bits, from + i, (long) LONGS.get(bits, from + i) & mask);
    }
  }

  @Override
  public long count(byte[] bits, int length) {
    long count = 0;
    for (int i = 0; i < length; i += Long.BYTES) {
      count += Long.bitCount((long) LONGS.get(bits, i));
    }
    return count;
  }
}
