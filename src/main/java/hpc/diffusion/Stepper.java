package hpc.diffusion;

import hpc.exec.PhaseClock;

/** Takes the share of one rank forward in time; what a {@link Scheme} is made of. */
interface Stepper {

  /** The most steps that {@link #advance} takes at once, at least 1; the same on every rank. */
  int mostSteps();

  /**
   * Takes {@code field} through {@code steps} steps; collective.
   *
   * @param steps 1 to {@link #mostSteps}
   */
  void advance(Field field, int steps, PhaseClock clock);

  /**
   * Lets the JVM compile what a step needs; not timed. Changes nothing that a step reads.
   *
   * @param field filled with the present
   */
  default void rehearse(Field field) {
    // nothing, where a step is long enough to be compiled in its course
  }

  /** The most that any point of this rank has changed in the last step, its ghosts left out. */
  double largestChange(Field field);
}
