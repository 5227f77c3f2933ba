package hpc.mpi;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proofs by a secret that the ranks of a job share: keyed hashes. It is never sent itself, but
 * guesses of it can be tried on a proof: what makes it safe is that it is random.
 */
final class JobSecret implements Credentials {

  private static final int BYTES = 32;
  private static final String HASH = "HmacSHA256";

  private final byte[] secret;
  private final Function<byte[], KeyShare> share;

  private JobSecret(String secret, Function<byte[], KeyShare> share) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.share = share;
  }

  /** A new secret, which nobody can guess. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** By a secret that {@link #random} has made, which can make the keys of connections too. */
  static JobSecret ofProgram(String secret) {
    return new JobSecret(secret, Nonce::new);
  }

  /** By a secret from elsewhere: who learns it later cannot read what was overheard before. */
  static JobSecret ofUser(String secret) {
    return new JobSecret(secret, _ -> new FreshKey());
  }

  /** A random number, which makes the secret a key that no other connection has. */
  private static final class Nonce implements KeyShare {

    private final byte[] shown = new byte[KeyShare.BYTES];
    private final byte[] secret;

    private Nonce(byte[] secret) {
      this.secret = secret;
      new SecureRandom().nextBytes(shown);
    }

    @Override
    public byte[] shown() {
      return shown;
    }

    @Override
    public byte[] agree(byte[] theirs) {
      return secret;
    }
  }

  @Override
  public KeyShare share() {
    return share.apply(secret);
  }

  @Override
  public byte[] prove(byte[] statement) {
    try {
      Mac mac = Mac.getInstance(HASH);
      mac.init(new SecretKeySpec(secret, HASH));
      return mac.doFinal(statement);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public void check(byte[] proof, byte[] statement) throws IOException {
    if (!MessageDigest.isEqual(proof, prove(statement))) {
      throw new ProtocolException("does not know the secret of this job");
    }
  }
}
