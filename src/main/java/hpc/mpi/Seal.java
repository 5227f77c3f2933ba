package hpc.mpi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Closes the messages of one direction of a connection, or opens them (AES-GCM). They are numbered,
 * so that one that was changed, left out, repeated or put in cannot be opened, nor can any after
 * it. For use by one thread at a time.
 */
final class Seal {

  /** What a closed message is longer. */
  static final int EXTRA_BYTES = 16;

  private static final int NONCE_BYTES = 12;

  private final SecretKey key;
  private final Cipher cipher;
  private long number;

  Seal(SecretKey key) {
    this.key = key;
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }

  byte[] close(byte[] message) {
    try {
      next(Cipher.ENCRYPT_MODE);
      return cipher.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing is wrong with any message", e);
    }
  }

  /**
   * The message that was closed.
   *
   * @throws IOException if it is not the next one of the other end
   */
  byte[] open(byte[] closed) throws IOException {
    try {
      next(Cipher.DECRYPT_MODE);
      return cipher.doFinal(closed);
    } catch (GeneralSecurityException e) {
      throw new IOException("a control message was changed or lost on its way", e);
    }
  }

  private void next(int mode) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(nonce).putLong(number++);
    cipher.init(mode, key, new GCMParameterSpec(Byte.SIZE * EXTRA_BYTES, nonce));
  }
}
