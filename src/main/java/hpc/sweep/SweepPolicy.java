package hpc.sweep;

/**
 * How a sweep goes about its points.
 *
 * @param start what becomes of points that an earlier start has measured
 * @param tries how often a point may fail, over all starts since the last one {@link Start#ANEW}
 * @param setting what measures
 */
public record SweepPolicy(Start start, int tries, BuildAndCpu setting) {

  /** What a start makes of those before it in the same directory. */
  public enum Start {
    /** all points run, where none has been measured */
    ANEW,
    /** points that were done stay done, the others run */
    RESUMED
  }

  /**
   * Rejects what makes no try at all.
   *
   * @throws IllegalArgumentException if {@code tries} is less than 1
   */
  public SweepPolicy {
    if (tries < 1) {
      throw new IllegalArgumentException("--tries " + tries + ": accepted: 1 or more");
    }
  }
}
