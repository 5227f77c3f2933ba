package hpc.mpi;

import java.time.Duration;

/**
 * How long the ranks of a job wait for each other.
 *
 * @param startUp from the start of the first rank until all are connected; it is also how long a
 *     task killed before it has connected goes unnoticed if it was alone on its node and srun was
 *     not told to {@code --kill-on-bad-exit=1}
 * @param heartbeat time between two signs of life
 * @param silentBeats a rank that gave no sign of life for so many of the observer's own heartbeats
 *     is lost. The observer's beats are counted, not the time, so that a job that was suspended as
 *     a whole goes on when it is resumed.
 */
public record Timeouts(Duration startUp, Duration heartbeat, int silentBeats) {

  /**
   * 50 s for slow nodes to start, so that a failed start ends within a minute; half a minute of
   * silence is a dead or stopped process.
   */
  public static final Timeouts USUAL =
      new Timeouts(Duration.ofSeconds(50), Duration.ofSeconds(2), 15);

  /** Rejects times that are not positive. */
  public Timeouts {
    if (startUp.toMillis() < 1 || heartbeat.toMillis() < 1 || silentBeats < 2) {
      throw new IllegalArgumentException(
          "waiting %s to start, %s beats of %s: each must be positive, at least 2 beats"
              .formatted(startUp, silentBeats, heartbeat));
    }
  }
}
