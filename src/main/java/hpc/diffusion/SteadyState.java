package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;

/**
 * Ends a run when no point changes by more than a tolerance in a step. It looks at fixed steps,
 * whatever the layout, so that every layout ends at the same one.
 */
final class SteadyState implements Observer {

  /** A look reads both arrays, as much memory as a sweep of many steps: it is to be rare. */
  static final int EVERY = 100;

  private final double tolerance;
  private final long start;

  /**
   * Ends a run when the largest change in a step is at most {@code tolerance}.
   *
   * @param start steps behind the field at the start: with how much change it came there, who goes
   *     on from there does not know, and who came there has looked
   */
  SteadyState(double tolerance, long start) {
    this.tolerance = tolerance;
    this.start = start;
  }

  @Override
  public long next(long step) {
    return Math.ceilDiv(Math.max(step, start + 1), EVERY) * EVERY;
  }

  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    double[] change = new double[1];
    clock.in(Phase.COMPUTE, () -> change[0] = field.largestChange(execution));
    return change[0] > tolerance;
  }
}
