package hpc.sieve;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The wheel of 30: of 30 numbers in a row only 8 are not divisible by 2, 3 or 5, so that a byte
 * holds them. Bit k of byte b stands for {@code 30 b + RESIDUES[k]}; it is 1 while the number may
 * be prime.
 */
final class Wheel {

  /** The numbers of a byte. */
  static final int SPAN = 30;

  /** What bit k adds to 30 b. */
  static final int[] RESIDUES = {1, 7, 11, 13, 17, 19, 23, 29};

  /** The primes that are in no byte. */
  static final int[] BASIS = {2, 3, 5};

  /** From bit k to the next, into the next byte at last. */
  static final int[] GAPS = {6, 4, 2, 4, 2, 4, 6, 2};

  /** What bit k of eight bytes, taken as a little-endian long, adds to 30 times the first byte. */
  static final int[] OFFSETS = new int[Long.SIZE];

  /** For a number modulo 30, the first bit that stands for it or a larger one; 8 is none. */
  private static final int[] BIT_AT = new int[SPAN];

  static {
    for (int remainder = 0, bit = 0; remainder < SPAN; remainder++) {
      while (bit < 8 && RESIDUES[bit] < remainder) {
        bit++;
      }
      BIT_AT[remainder] = bit;
    }
    for (int bit = 0; bit < Long.SIZE; bit++) {
      OFFSETS[bit] = bit / 8 * SPAN + RESIDUES[bit % 8];
    }
  }

  /**
   * At {@code 8 r + k}: the byte, all ones but one, that crosses off a prime of residue number r
   * times a factor of residue number k.
   */
  static final byte[] MASKS = new byte[64];

  /**
   * At {@code 8 r + k}: from that multiple of the prime {@code 30 q + RESIDUES[r]} to the next one
   * it is {@code q GAPS[k]} bytes and so many more.
   */
  static final int[] CARRIES = new int[64];

  static {
    for (int i = 0; i < 64; i++) {
      int residue = RESIDUES[i / 8];
      int product = residue * RESIDUES[i % 8];
      MASKS[i] = (byte) ~(1 << bitOf(product % SPAN));
      CARRIES[i] = (product + residue * GAPS[i % 8]) / SPAN - product / SPAN;
    }
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Wheel() {}

  /**
   * The eight bytes from {@code bits[at]} on; bit k of them stands for a larger number than bit
   * k-1.
   */
  static long word(byte[] bits, int at) {
    return (long) LONGS.get(bits, at);
  }

  /** Overwrites the eight bytes from {@code bits[at]} on. */
  static void setWord(byte[] bits, int at, long word) {
    LONGS.set(bits, at, word);
  }

  /** The bit of a number that is coprime to 30, given modulo 30. */
  static int bitOf(int remainder) {
    return BIT_AT[remainder];
  }

  /** The bits of a byte that stand for numbers of at least {@code remainder} modulo 30. */
  static int bitsFrom(int remainder) {
    return (0xFF << BIT_AT[remainder]) & 0xFF;
  }

  /** The bits of a byte that stand for numbers of at most {@code remainder} modulo 30. */
  static int bitsUpTo(int remainder) {
    return remainder == SPAN - 1 ? 0xFF : 0xFF & ~bitsFrom(remainder + 1);
  }
}
