package hpc.mpi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * How the two ends of a connection prove that they are of one job: by a {@link JobSecret} or by
 * {@link MungeCredentials}.
 *
 * <p>The environment decides which of them the tasks of a Slurm step use, so that all of them
 * decide alike. Job scripts and sweeps set a random {@value #SECRET}: whoever gets a proof can try
 * guesses on it, so a secret that a person thought up would not hold. Without one it is MUNGE, on
 * which Slurm itself relies. What else srun tells its tasks is no secret: every user of the cluster
 * can see or guess job numbers, ports and the like.
 */
public abstract sealed class Credentials permits JobSecret, MungeCredentials {

  /** The environment variable that holds the secret. */
  static final String SECRET = "HPC_SECRET";

  /** 16 random bytes in hexadecimal digits. */
  private static final int SHORTEST_SECRET = 32;

  /** The command that makes a secret. */
  private static final String REMEDY =
      "export HPC_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ') before srun";

  /** Trouble on this node; the other nodes of the step may have none. */
  public static final class NodeRefusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private NodeRefusal(String line, IOException reason) {
      super(line, reason);
    }
  }

  /** The credentials of the tasks of {@code step}, which are not valid in another step. */
  static Credentials ofStep(Map<String, String> environment, String step) {
    String secret = environment.getOrDefault(SECRET, "");
    return secret.isEmpty()
        ? new MungeCredentials(step)
        : JobSecret.ofUser(HexFormat.of().formatHex(digest(step, secret)));
  }

  /** A number that nobody can predict without the secret, if there is one. */
  static int number(Map<String, String> environment, String step) {
    String secret = environment.getOrDefault(SECRET, "");
    return HexFormat.of().formatHex(digest(step, "port " + secret)).hashCode();
  }

  private static byte[] digest(String step, String text) {
    return Handshake.digest(
        step.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Tries whether tasks could prove anything on this machine.
   *
   * @return by what: {@value #SECRET} or MUNGE
   * @throws NodeRefusal if there is no secret, and MUNGE does not work here
   * @throws IllegalArgumentException if the secret is too short to be a random one
   */
  public static String require(Map<String, String> environment) {
    return ofStep(environment, "").requireUsable(environment);
  }

  /** As {@link #require}, with the credentials that this task will use itself. */
  public final String requireUsable(Map<String, String> environment) {
    String secret = environment.getOrDefault(SECRET, "");
    if (secret.isEmpty()) {
      try {
        tryOut();
      } catch (IOException e) {
        throw new NodeRefusal(
            "%s: not set, and MUNGE, by which the tasks of a step could know each other, does not work here (%s); accepted: %s"
                .formatted(SECRET, e.getMessage(), REMEDY),
            e);
      }
      return "MUNGE";
    }
    if (secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "%s: %s characters; accepted: at least %s, made at random: %s"
              .formatted(SECRET, secret.length(), SHORTEST_SECRET, REMEDY));
    }
    return SECRET;
  }

  /**
   * Tries whether this process can prove anything.
   *
   * @throws IOException if that does not work on this machine
   */
  abstract void tryOut() throws IOException;

  /** This end's part of the key of a new connection. */
  abstract KeyShare share();

  /** Proves that this process is of the job, for {@code statement} and nothing else. */
  abstract byte[] prove(byte[] statement) throws IOException;

  /**
   * Checks the proof that the other end has made of the same statement.
   *
   * @throws IOException if it is none
   */
  abstract void check(byte[] proof, byte[] statement) throws IOException;
}
