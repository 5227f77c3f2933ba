package hpc.exec;

/**
 * A problem that can be run and timed, any number of times. Every rank calls the same methods in
 * the same order (SPMD).
 */
public interface Workload {

  /** What is solved. */
  Problem problem();

  /**
   * Checks, before anything is started or written, that the problem can be laid out like this.
   *
   * @param heapBytes the least heap that any rank of this run will have
   * @throws IllegalArgumentException if it cannot, with the one line that the user is told
   */
  default void requireFit(Layout layout, long heapBytes) {
    // most problems can be laid out in any way
  }

  /**
   * Allocates and fills what one repetition needs; not timed.
   *
   * @throws IllegalArgumentException if the problem does not fit the execution, with the one line
   *     that the user is told
   */
  Run prepare(Execution execution);

  /** One repetition. */
  interface Run {

    /** Solves the problem; this is what is timed. */
    void solve(PhaseClock clock);

    /**
     * The answer, equal on every rank, and whether it was checked; not timed, collective.
     *
     * @param checking how hard to look
     */
    Outcome outcome(Checking checking);
  }

  /** How hard an answer is checked. */
  enum Checking {
    /** what costs next to nothing: tables, bounds */
    CHEAP,
    /** {@code --verify}: an independent computation, which may take as long as the run */
    THOROUGH
  }
}
