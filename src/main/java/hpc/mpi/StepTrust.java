package hpc.mpi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * By what the tasks of a Slurm step know each other, before they have spoken: the environment
 * settles it, so that all of them settle for the same.
 *
 * <p>Job scripts and sweeps set a random {@value #SECRET}. Without one it is MUNGE, on which Slurm
 * itself relies. What srun tells its tasks besides is no secret: process numbers of the job, ports
 * and the like can be seen or guessed by every user of the cluster.
 */
public final class StepTrust {

  /** The variable of the secret. */
  static final String SECRET = "HPC_SECRET";

  private static final int SHORTEST = 16;

  private static final String REMEDY = "export HPC_SECRET=$(openssl rand -hex 16) before srun";

  private StepTrust() {}

  /**
   * What the tasks of {@code step} prove that they are of it by.
   *
   * @throws IllegalArgumentException if the secret is one that can be guessed
   */
  static Credentials of(Map<String, String> environment, String step) {
    String secret = environment.getOrDefault(SECRET, "");
    if (secret.isEmpty()) {
      return new MungeCredentials(step);
    }
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "%s: %s characters; accepted: at least %s that nobody can guess: %s"
              .formatted(SECRET, secret.length(), SHORTEST, REMEDY));
    }
    return JobSecret.ofUser(key(step, secret));
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
   * Tries whether tasks can prove anything on this machine, and says by what.
   *
   * @throws IllegalArgumentException if not; one line with the remedy
   */
  public static String require(Map<String, String> environment) {
    if (of(environment, "") instanceof MungeCredentials munge) {
      try {
        munge.tryOut();
      } catch (IOException e) {
        throw new IllegalArgumentException(
            "%s: not set, and MUNGE, by which the tasks of a step could know each other, does not work here (%s); accepted: %s"
                .formatted(SECRET, e.getMessage(), REMEDY),
            e);
      }
      return "MUNGE";
    }
    return SECRET;
  }
}
