package hpc.mpi;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.KeyAgreement;

/** A key of X25519 (RFC 7748) for one connection: who overhears both ends learns nothing. */
final class FreshKey implements Credentials.KeyShare {

  private static final String CURVE = "X25519";

  private final KeyPair pair;

  FreshKey() {
    try {
      pair = KeyPairGenerator.getInstance(CURVE).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 11 on has X25519", e);
    }
  }

  @Override
  public byte[] shown() {
    byte[] big = ((XECPublicKey) pair.getPublic()).getU().toByteArray();
    byte[] little = new byte[BYTES];
    for (int i = 0; i < Math.min(BYTES, big.length); i++) {
      little[i] = big[big.length - 1 - i];
    }
    return little;
  }

  @Override
  public byte[] agree(byte[] theirs) throws IOException {
    try {
      KeyAgreement agreement = KeyAgreement.getInstance(CURVE);
      agreement.init(pair.getPrivate());
      agreement.doPhase(publicKey(theirs), true);
      return agreement.generateSecret();
    } catch (GeneralSecurityException e) {
      // points of small order, which would make the key known
      throw new IOException("it shows no key", e);
    }
  }

  private static PublicKey publicKey(byte[] little) throws GeneralSecurityException {
    byte[] big = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      big[i] = little[BYTES - 1 - i];
    }
    // the highest bit is not part of the number
    big[0] = (byte) (big[0] & 0x7f);
    return KeyFactory.getInstance(CURVE)
        .generatePublic(
            new XECPublicKeySpec(new NamedParameterSpec(CURVE), new BigInteger(1, big)));
  }
}
