package hpc.sweep;

/**
 * How a sweep treats its points.
 *
 * @param start what becomes of points that an earlier start has measured
 * @param tries how often a point may fail, over all starts since the last one {@link Start#ANEW}
 * @param buildAndCpu the build of the program and the processor it runs on
 */
public record SweepPolicy(Start start, int tries, BuildAndCpu buildAndCpu) {

  /** What a start makes of those before it in the same directory. */
  public enum Start {
    /** all points run, where none has been measured */
    ANEW,
    /** points that were done stay done, the others run */
    RESUMED
  }

  /**
   * What a figure depends on besides the options of its point. A point that was measured by another
   * build, or on another kind of machine, has not been measured here.
   *
   * @param build version and commit of the program
   * @param machine the kind of machine: the processor's own name
   */
  public record BuildAndCpu(String build, String machine) {

    /** Makes both one word of a journal's line. */
    public BuildAndCpu {
      build = build.replaceAll("\\p{Cntrl}", " ");
      machine = machine.replaceAll("\\p{Cntrl}", " ");
    }
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
