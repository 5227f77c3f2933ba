package hpc.bench;

import static java.util.Objects.requireNonNull;

import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One repetition of one run: a row of the results. Its columns are those of {@link RunColumn}.
 *
 * @param origin program, machine and job
 * @param started when the solve began, by the clock of rank 0
 * @param repetition from 1; 0 in the row of a run that failed while warming up
 * @param status whether the repetition came to its end
 * @param part 1, or more where a run that was stopped goes on: the row is of this part alone
 * @param problem what was solved
 * @param placement how it was spread
 * @param measures where the time went, and what memory and energy it took
 * @param outcome the answer; its evidence is told to the user and not kept in the file
 * @param conditions what the node did meanwhile
 */
public record RunRecord(
    RunMetadata origin,
    Instant started,
    int repetition,
    Status status,
    int part,
    Problem problem,
    Placement placement,
    Measures measures,
    Outcome outcome,
    Conditions conditions) {

  /** The version of the set of columns. */
  public static final int SCHEMA = 1;

  /** Rejects nulls, negative numbers, and an end without a time. */
  public RunRecord {
    requireNonNull(origin, "origin");
    requireNonNull(started, "started");
    requireNonNull(status, "status");
    requireNonNull(problem, "problem");
    requireNonNull(placement, "placement");
    requireNonNull(measures, "measures");
    requireNonNull(outcome, "outcome");
    requireNonNull(conditions, "conditions");
    if (repetition < 0) {
      throw new IllegalArgumentException("repetition " + repetition + " is negative");
    }
    if (part < 1) {
      throw new IllegalArgumentException("part " + part + " is not positive");
    }
    if (status != Status.FAILED && measures.get(Measure.WALL).isEmpty()) {
      throw new IllegalArgumentException("status is " + status.word() + ", but there is no wall_s");
    }
  }

  /** The wall time; not a number where the repetition did not end. */
  public double wallSeconds() {
    return measures.value(Measure.WALL);
  }

  /**
   * Millions of units of work per second; empty when the repetition failed or its answer is wrong,
   * since speed is nothing without the right answer.
   */
  public OptionalDouble rate() {
    return status != Status.FAILED && outcome.verdict() != Verdict.NO && wallSeconds() > 0
        ? OptionalDouble.of(problem.work() / 1e6 / wallSeconds())
        : OptionalDouble.empty();
  }

  /** Whether the repetition ended, in one part, and its answer was not found wrong. */
  public boolean usable() {
    return status == Status.OK && part == 1 && outcome.verdict() != Verdict.NO;
  }

  /** How a repetition ended. */
  public enum Status {
    /** it came to its end */
    OK,
    /** it was asked to stop and left a checkpoint; the answer is that of the moment */
    STOPPED,
    /** its last step came before its goal, the steady state */
    UNCONVERGED,
    /** it threw, or its answer was not that of the first repetition */
    FAILED;

    /** The word in the file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
