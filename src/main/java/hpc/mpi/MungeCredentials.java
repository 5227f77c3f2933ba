package hpc.mpi;

import hpc.mpi.Munge.Opened;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Proofs by MUNGE, the service by which the programs of Slurm know who calls them: a credential
 * tells which user has made it for which payload. There is no secret to share; every process of the
 * user counts as one of the step that it names.
 */
final class MungeCredentials implements Credentials {

  private final String step;
  private Munge munge;
  private int self;

  /**
   * For the tasks of a step; what else it makes is not accepted there.
   *
   * @param step names the job and the step
   */
  MungeCredentials(String step) {
    this.step = step;
  }

  private synchronized Munge munge() throws IOException {
    if (munge == null) {
      Munge loaded = Munge.load();
      // in a container the system may give this user another number than MUNGE does
      self = loaded.open(loaded.seal("hpc")).user();
      munge = loaded;
    }
    return munge;
  }

  private String payload(byte[] statement) {
    return HexFormat.of()
        .formatHex(Handshake.digest(step.getBytes(StandardCharsets.UTF_8), statement));
  }

  /** Makes a credential and reads it. */
  @Override
  public void tryOut() throws IOException {
    munge();
  }

  @Override
  public KeyShare share() {
    return new FreshKey();
  }

  @Override
  public byte[] prove(byte[] statement) throws IOException {
    return munge().seal(payload(statement)).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void check(byte[] proof, byte[] statement) throws IOException {
    Opened opened = munge().open(new String(proof, StandardCharsets.US_ASCII));
    if (opened.user() != self) {
      throw new ProtocolException("is of another user");
    }
    if (!opened.payload().equals(payload(statement))) {
      throw new ProtocolException("has made its credential for something else");
    }
  }
}
