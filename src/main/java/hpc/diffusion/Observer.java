package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.PhaseClock;

/**
 * Who looks at the field on its way: writes it, keeps a checkpoint, ends the run. All ranks call
 * the same methods in the same order, and every answer must be the same on every rank.
 */
public interface Observer {

  /**
   * The next step to look at.
   *
   * @param step the number of time steps done
   * @return the least number of steps, at least {@code step}, after which this one wants to look;
   *     {@link Long#MAX_VALUE} if never again. The last step is looked at only if it is named
   */
  long next(long step);

  /**
   * Looks at the field; collective. Books the time it takes under the phases of {@code clock}.
   *
   * @return whether the run is to go on
   */
  boolean look(FieldView field, Execution execution, PhaseClock clock);

  /**
   * Sees the field once more when the run has come to its end, which is the last step or, with
   * {@code --steady}, one that nobody could name before; collective. A run that another observer
   * stops has not.
   */
  default void end(FieldView field, Execution execution, PhaseClock clock) {
    // most have seen enough
  }
}
