package hpc.diffusion;

/**
 * Rows, or columns, that are updated in each step of a sweep: a range whose ends move by a fixed
 * number per step.
 *
 * @param from first one in step 0
 * @param fromSlope how far that moves per step
 * @param to one past the last in step 0
 * @param toSlope how far that moves per step
 */
record MovingRange(int from, int fromSlope, int to, int toSlope) {

  /** First one in {@code step}. */
  int from(int step) {
    return from + step * fromSlope;
  }

  /** One past the last in {@code step}. */
  int to(int step) {
    return to + step * toSlope;
  }
}
