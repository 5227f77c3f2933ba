package hpc.mpi;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs by a secret that the ranks of a job share: keyed hashes. The secret itself is never sent,
 * but guesses can be tried on a proof: it is safe because it is random.
 */
final class JobSecret extends Credentials {

  private static final int BYTES = 32;
  private static final String HASH = "HmacSHA256";

  private final byte[] secret;
  private final Supplier<KeyShare> share;

  private JobSecret(byte[] secret, Supplier<KeyShare> share) {
    this.secret = secret;
    this.share = share;
  }

  /** A new secret, which nobody can guess. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** A secret that {@link #random} has made: the keys of connections can be made of it. */
  static JobSecret ofProgram(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return new JobSecret(bytes, () -> KeyShare.nonce(bytes));
  }

  /** A secret from elsewhere: whoever learns it later cannot read what was overheard before. */
  static JobSecret ofUser(String secret) {
    return new JobSecret(secret.getBytes(StandardCharsets.UTF_8), KeyShare::keyPair);
  }

  /** Every Java platform can make the hashes. */
  @Override
  void tryOut() {}

  @Override
  KeyShare share() {
    return share.get();
  }

  @Override
  byte[] prove(byte[] statement) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(new SecretKeySpec(secret, HASH));
      return mac.doFinal(statement);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  void check(byte[] proof, byte[] statement) throws IOException {
    if (!MessageDigest.isEqual(proof, prove(statement))) {
      throw new ProtocolException("does not know the secret of this job");
    }
  }
}
