package hpc.diffusion;

/**
 * An eigenvector of the second difference along one axis: {@code sin(pi (rise i + start) / half)}
 * at point {@code i}, with the boundaries of that axis built in.
 *
 * <p>The ghost point of a fixed side (value 0) lies one spacing outside and is a node of the sine;
 * the wall of an insulated side, or one with a flux, lies half a spacing outside and is a crest;
 * along a periodic axis the wave is a cosine with {@code k} whole periods. All phases are rational
 * multiples of pi, so that they are reduced in whole numbers and the sine is good to an ulp or two
 * however high the mode.
 *
 * @param rise phase per point, in units of {@code pi / half}
 * @param start phase at point 0, same unit
 * @param half the number of units in half a turn
 */
record EigenMode(long rise, long start, long half) {

  /**
   * The mode with number {@code k} of an axis of {@code n} points.
   *
   * @param option the name of k for the message
   * @throws IllegalArgumentException if the axis has no such mode
   */
  static EigenMode of(String option, long k, long n, Boundary low, Boundary high) {
    boolean lowWall = low.followsEdge();
    boolean highWall = high.followsEdge();
    if (low instanceof Boundary.Periodic) {
      Validate.between(option, k, 0, n / 2);
      return new EigenMode(4 * k, n, 2 * n);
    }
    if (lowWall && highWall) {
      Validate.between(option, k, 0, n - 1);
      return new EigenMode(2 * k, k + n, 2 * n);
    }
    Validate.between(option, k, 1, n);
    if (lowWall) {
      return new EigenMode(2 * (2 * k - 1), 2 * k + 2 * n, 2 * (2 * n + 1));
    }
    return highWall ? new EigenMode(2 * k - 1, 2 * k - 1, 2 * n + 1) : new EigenMode(k, k, n + 1);
  }

  double at(long i) {
    long phase = Math.floorMod(rise * i + start, 2 * half);
    return phase < half ? sine(phase) : -sine(phase - half);
  }

  /** The phase from one point to the next, in radians. */
  double phasePerPoint() {
    return Math.PI * rise / half;
  }

  /** The eigenvalue of {@code -(u[i-1] - 2 u[i] + u[i+1])}: {@code 4 sin^2(theta / 2)}, 0 to 4. */
  double decay() {
    double sine = StrictMath.sin(Math.PI * rise / (2 * half));
    return 4 * sine * sine;
  }

  /** The sine of {@code pi phase / half} for {@code 0 <= phase < half}. */
  private double sine(long phase) {
    return StrictMath.sin(Math.PI * Math.min(phase, half - phase) / half);
  }
}
