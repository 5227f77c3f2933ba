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
  private boolean reached;

  /** Ends a run when the largest change in a step is at most {@code tolerance}. */
  SteadyState(double tolerance) {
    this.tolerance = tolerance;
  }

  @Override
  public long next(long step) {
    return Math.max(1, Math.ceilDiv(step, EVERY)) * EVERY;
  }

  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    double[] change = new double[1];
    clock.in(Phase.COMPUTE, () -> change[0] = field.largestChange(execution));
    reached = change[0] <= tolerance;
    return !reached;
  }

  /** Whether it has ended the run. */
  boolean reached() {
    return reached;
  }
}
