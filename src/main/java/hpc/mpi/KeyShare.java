package hpc.mpi;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** One end's part of the key of one connection. */
final class KeyShare {

  /** Length of {@link #shown}. */
  static final int BYTES = 32;

  private static final String CURVE = "X25519";

  private final byte[] shown;
  private final Agreement agreement;

  @FunctionalInterface
  private interface Agreement {
    byte[] with(byte[] theirs) throws GeneralSecurityException;
  }

  private KeyShare(byte[] shown, Agreement agreement) {
    this.shown = shown;
    this.agreement = agreement;
  }

  /** A random number: with that of the other end it makes the secret a key of this connection. */
  static KeyShare nonce(byte[] secret) {
    byte[] nonce = new byte[BYTES];
    new SecureRandom().nextBytes(nonce);
    return new KeyShare(nonce, _ -> secret);
  }

  /** A key pair of X25519 (RFC 7748): whoever overhears both ends learns nothing. */
  static KeyShare keyPair() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
      byte[] shown = reversed(((XECPublicKey) pair.getPublic()).getU().toByteArray());
      return new KeyShare(
          shown,
          theirs -> {
            KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
            agreement.init(pair.getPrivate());
            agreement.doPhase(publicKey(theirs), true);
            return agreement.generateSecret();
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 11 on has X25519", e);
    }
  }

  private static PublicKey publicKey(byte[] theirs) throws GeneralSecurityException {
    byte[] number = reversed(theirs);
    // the highest bit is not part of the number
    number[0] = (byte) (number[0] & 0x7f);
    return KeyFactory.getInstance(CURVE)
        .generatePublic(
            new XECPublicKeySpec(new NamedParameterSpec(CURVE), new BigInteger(1, number)));
  }

  /** Between the little-endian numbers of the curve and big-endian ones, at most 32 bytes long. */
  private static byte[] reversed(byte[] number) {
    byte[] reversed = new byte[BYTES];
    for (int i = 0; i < number.length; i++) {
      reversed[i] = number[number.length - 1 - i];
    }
    return reversed;
  }

  /** What the other end, and whoever listens, gets to see. */
  byte[] shown() {
    return shown;
  }

  /**
   * What only the two ends know.
   *
   * @param theirs what the other end has shown
   * @throws IOException if it is no valid share, such as a point of small order, which would make
   *     the key known
   */
  byte[] agree(byte[] theirs) throws IOException {
    try {
      return agreement.with(theirs);
    } catch (GeneralSecurityException e) {
      throw new IOException("it shows no key", e);
    }
  }
}
