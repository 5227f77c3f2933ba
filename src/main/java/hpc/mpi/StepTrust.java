package hpc.mpi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * By what the tasks of a Slurm step know each other, before they have spoken: the environment
 * settles it, so that all of them settle for the same.
 *
 * <p>Job scripts and sweeps set a random {@value #SECRET}: whoever gets a proof can try guesses on
 * it, so that one thought up by a human would fall. Without one it is MUNGE, on which Slurm itself
 * relies. What srun tells its tasks besides is no secret: process numbers of the job, ports and the
 * like can be seen or guessed by every user of the cluster.
 */
public final class StepTrust {

  /** The variable of the secret. */
  static final String SECRET = "HPC_SECRET";

  /** What 16 random bytes are in hexadecimal digits. */
  private static final int SHORTEST = 32;

  private static final String REMEDY =
      "export HPC_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ') before srun";

  private StepTrust() {}

  /** What is amiss on this node, while it may be well on the other nodes of the step. */
  public static final class NodeRefusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private NodeRefusal(String line, IOException reason) {
      super(line, reason);
    }
  }

  /** What the tasks of {@code step} prove that they are of it by. */
  static Credentials of(Map<String, String> environment, String step) {
    String secret = environment.getOrDefault(SECRET, "");
    return secret.isEmpty() ? new MungeCredentials(step) : JobSecret.ofUser(key(step, secret));
  }

  /** A number that only who knows the secret can tell before, if there is one. */
  static int number(Map<String, String> environment, String step) {
    return key(step, "port " + environment.getOrDefault(SECRET, "")).hashCode();
  }

  /** Steps of a job have the same secret, and are to stay apart. */
  private static String key(String step, String secret) {
    return HexFormat.of()
        .formatHex(
            Handshake.digest(
                step.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Tries whether tasks could prove anything on this machine, and says by what.
   *
   * @throws NodeRefusal if there is no secret, and MUNGE does not work here
   * @throws IllegalArgumentException if the secret is too short to be a random one
   */
  public static String require(Map<String, String> environment) {
    return require(environment, of(environment, ""));
  }

  /** The same for a task, by what it will prove itself. */
  public static String require(Map<String, String> environment, RankIdentity task) {
    return require(environment, task.credentials());
  }

  private static String require(Map<String, String> environment, Credentials credentials) {
    String secret = environment.getOrDefault(SECRET, "");
    if (secret.isEmpty()) {
      try {
        credentials.tryOut();
      } catch (IOException e) {
        throw new NodeRefusal(
            "%s: not set, and MUNGE, by which the tasks of a step could know each other, does not work here (%s); accepted: %s"
                .formatted(SECRET, e.getMessage(), REMEDY),
            e);
      }
      return "MUNGE";
    }
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "%s: %s characters; accepted: at least %s, made at random: %s"
              .formatted(SECRET, secret.length(), SHORTEST, REMEDY));
    }
    return SECRET;
  }
}
