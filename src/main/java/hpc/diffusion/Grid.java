package hpc.diffusion;

/**
 * The points whose values are unknown: {@code nx} rows along x, {@code ny} columns along y.
 *
 * <p>Boundary points are not counted; they lie outside. Row {@code i} and column {@code j} run from
 * 0; the global row-major number of a point is {@code i * ny + j}.
 *
 * @param nx rows, 1 to 2^30
 * @param ny columns, 1 to 2^30
 * @param dx distance of neighbouring rows, in the length unit of the diffusivity
 * @param dy distance of neighbouring columns, same unit
 */
public record Grid(long nx, long ny, double dx, double dy) {

  /** The most points along one axis: products of two indices, doubled, still fit a long. */
  public static final long LONGEST_AXIS = 1L << 30;

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming {@code --nx}, {@code --ny}, {@code --dx} or {@code
   *     --dy}
   */
  public Grid {
    Validate.between("--nx", nx, 1, LONGEST_AXIS);
    Validate.between("--ny", ny, 1, LONGEST_AXIS);
    Validate.positive("--dx", dx);
    Validate.positive("--dy", dy);
  }

  /** The number of unknowns, at most 2^60. */
  public long points() {
    return nx * ny;
  }
}
