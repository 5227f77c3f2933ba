package hpc.exec;

import java.util.Optional;
import java.util.OptionalLong;

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
   * @throws IllegalArgumentException if it cannot; the message is one line for the user
   */
  default void requireFit(Layout layout, long heapBytes) {
    // most problems can be laid out in any way
  }

  /** What has been chosen by rule for a run laid out like this, in one line for people. */
  default Optional<String> plan(Layout layout) {
    return Optional.empty();
  }

  /**
   * Allocates and fills what one repetition needs; not timed.
   *
   * @throws IllegalArgumentException if the problem does not fit the execution; the message is one
   *     line for the user
   */
  Run prepare(Execution execution);

  /** One repetition. */
  interface Run {

    /** Solves the problem; this is what is timed. */
    void solve(PhaseClock clock);

    /** How much of the problem that was; the same on every rank. */
    default Extent extent() {
      return Extent.WHOLE;
    }

    /** What the process that does the work has used; empty if this one does it. */
    default Optional<Usage> usage() {
      return Optional.empty();
    }

    /**
     * The answer, equal on every rank, and whether it was checked; not timed, collective.
     *
     * @param checking how hard to look
     */
    Outcome outcome(Checking checking);
  }

  /**
   * How far a solve has come.
   *
   * @param work units of work that were done in it; empty if all of {@link Problem#work}
   * @param part which part of the whole it was, counted from 1: a solve that goes on from a
   *     checkpoint is part 2 or later
   * @param complete whether the answer is that of the problem; false if it was stopped before
   */
  record Extent(OptionalLong work, int part, boolean complete) {

    /** All at once. */
    static final Extent WHOLE = new Extent(OptionalLong.empty(), 1, true);
  }

  /** How hard an answer is checked. */
  enum Checking {
    /** what costs next to nothing: tables, bounds */
    CHEAP,
    /** {@code --verify}: an independent computation, which may take as long as the run */
    THOROUGH
  }

  /**
   * What another process, which does the work, has used for a repetition.
   *
   * @param wallSeconds time of the repetition, as long as the workload says it is to be taken
   * @param cpuSeconds user and system time of the process and of the children it waited for
   * @param rssPeakBytes the largest resident set of the process, or of one of those children
   */
  record Usage(double wallSeconds, double cpuSeconds, OptionalLong rssPeakBytes) {}
}
