package hpc.mpi;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tags of a sequence of messages: numbers that nobody can compute without the key. A message
 * that was changed, left out, repeated or inserted does not fit its tag.
 *
 * <p>It is a hash of the kind of Carter and Wegman (1981), as in UMAC and Poly1305: NH (Black et
 * al. 1999) makes 128 bits of each 128 bytes, a polynomial modulo 2^61 - 1 makes one number of
 * these, and AES of the number of the message hides it. A message of a mebibyte that was changed
 * passes with a chance of 2^-46, once: the job ends then. It costs a multiplication for each eight
 * bytes.
 */
final class MessageTags {

  private static final int BLOCK = 16;
  private static final long PRIME = (1L << 61) - 1;
  private static final int CIPHER_BYTES = 16;

  /** Precedes the number of a message where a tag is hidden; keys are made with others. */
  private static final long PAD = -1;

  private final Cipher cipher;
  private final ByteBuffer block = ByteBuffer.allocate(CIPHER_BYTES);
  private final long[] keys = new long[BLOCK];
  private final long base;
  private long number;

  /** The tags of one of the sequences of messages that share {@code key}. */
  @SuppressWarnings("InsecureCryptoUsage") // the block itself is what is wanted: a random function
  MessageTags(SecretKey key, int sequence) {
    try {
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] own = new byte[Handshake.KEY_BYTES];
      for (int half = 0; half < 2; half++) {
        System.arraycopy(encrypted(sequence, half), 0, own, half * CIPHER_BYTES, CIPHER_BYTES);
      }
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(own, Handshake.CIPHER));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES", e);
    }
    for (int i = 0; i < BLOCK; i++) {
      keys[i] = random(i);
    }
    base = random(BLOCK) & PRIME;
  }

  private long random(int index) {
    return ByteBuffer.wrap(encrypted(0, index)).getLong();
  }

  private byte[] encrypted(long high, long low) {
    try {
      return cipher.doFinal(block.clear().putLong(high).putLong(low).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a block fits", e);
    }
  }

  /** The tag of the next message, which is {@code count} words. */
  long next(long[] words, int count) {
    long pad = ByteBuffer.wrap(encrypted(PAD, number++)).getLong();
    return hash(words, count) + pad;
  }

  private long hash(long[] words, int count) {
    long hash = count;
    int whole = count - count % BLOCK;
    for (int at = 0; at < whole; at += BLOCK) {
      hash = absorb(hash, words, at);
    }
    if (whole < count) {
      long[] rest = new long[BLOCK];
      System.arraycopy(words, whole, rest, 0, count - whole);
      hash = absorb(hash, rest, 0);
    }
    return hash >= PRIME ? hash - PRIME : hash;
  }

  /** One block: NH, whose 128 bits are the next three coefficients of the polynomial. */
  private long absorb(long hash, long[] words, int at) {
    long low = 0;
    long high = 0;
    for (int i = 0; i < BLOCK; i += 2) {
      long a = words[at + i] + keys[i];
      long b = words[at + i + 1] + keys[i + 1];
      long product = a * b;
      low += product;
      high += Math.unsignedMultiplyHigh(a, b);
      // the carry
      if (Long.compareUnsigned(low, product) < 0) {
        high++;
      }
    }
    long first = step(hash, low & PRIME);
    long second = step(first, (low >>> 61 | high << 3) & PRIME);
    return step(second, high >>> 58);
  }

  /** {@code hash * base + coefficient} modulo the prime, but for a multiple of it at most 1. */
  private long step(long hash, long coefficient) {
    long low = hash * base;
    long high = Math.multiplyHigh(hash, base);
    long sum = (low & PRIME) + (low >>> 61 | high << 3);
    long reduced = (sum & PRIME) + (sum >>> 61) + coefficient;
    return (reduced & PRIME) + (reduced >>> 61);
  }
}
