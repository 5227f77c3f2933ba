package hpc.diffusion;

import java.util.OptionalDouble;

/**
 * Explicit diffusion {@code du/dt = a (d2u/dx2 + d2u/dy2)} on a rectangle, forward in time and
 * centred in space.
 *
 * @param grid the unknowns
 * @param diffusivity a, length^2 per time
 * @param dt time step, at most {@link #largestStableDt}
 * @param steps time steps, at least 1
 * @param sides the boundaries
 * @param initial the field at time 0
 */
public record DiffusionProblem(
    Grid grid, double diffusivity, double dt, long steps, Boundaries sides, InitialField initial) {

  /** A dt that was printed and read again, or computed another way, may be this much over. */
  private static final double DT_ROUNDING = 1 + 0x1p-48;

  /**
   * Checks every component, alone and together.
   *
   * @throws IllegalArgumentException naming the option and what is accepted
   */
  public DiffusionProblem {
    double largestDt = largestStableDt(grid, diffusivity);
    Accepted.positive("--dt", dt);
    if (dt > largestDt * DT_ROUNDING) {
      throw new IllegalArgumentException(
          "--dt " + dt + ": unstable; accepted: at most " + largestDt + " on this grid");
    }
    Accepted.between("--steps", steps, 1, Long.MAX_VALUE / grid.points());
    if (initial instanceof InitialField.SineMode mode) {
      // made for its checks: a mode that the grid lacks is refused here, not in the run
      mode.alongX(grid, sides);
      mode.alongY(grid, sides);
    }
  }

  /** Starts from the defaults of {@link Preset#SINE}. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The greatest time step with which no mode grows (von Neumann): {@code dx^2 dy^2 / (2 a (dx^2 +
   * dy^2))}.
   *
   * @throws IllegalArgumentException if the diffusivity is no positive number, or if the bound is
   *     too large or too small for a double
   */
  public static double largestStableDt(Grid grid, double diffusivity) {
    Accepted.positive("--diffusivity", diffusivity);
    double dx2 = grid.dx() * grid.dx();
    double dy2 = grid.dy() * grid.dy();
    double bound = dx2 * dy2 / (2 * diffusivity * (dx2 + dy2));
    if (!(bound >= Double.MIN_NORMAL && bound < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "--dx %s --dy %s --diffusivity %s: no time step that a double can hold is stable; accepted: numbers nearer to 1"
              .formatted(grid.dx(), grid.dy(), diffusivity));
    }
    return bound;
  }

  /** {@code a dt / dx^2}: the weight of the second difference along x. */
  public double weightX() {
    return diffusivity * dt / (grid.dx() * grid.dx());
  }

  /** {@code a dt / dy^2}: the weight of the second difference along y. */
  public double weightY() {
    return diffusivity * dt / (grid.dy() * grid.dy());
  }

  /**
   * The factor g by which the scheme multiplies a sine mode in one step, {@code 1 - 4 cx
   * sin^2(thetaX / 2) - 4 cy sin^2(thetaY / 2)}; empty if the initial field is not a mode of the
   * boundaries, that is, if it is no sine mode or a fixed value is not 0.
   */
  public OptionalDouble amplification() {
    if (!(initial instanceof InitialField.SineMode mode)
        || sides.fixedValues().anyMatch(value -> value != 0)) {
      return OptionalDouble.empty();
    }
    double decayX = weightX() * mode.alongX(grid, sides).decay();
    double decayY = weightY() * mode.alongY(grid, sides).decay();
    return OptionalDouble.of(1 - decayX - decayY);
  }

  /** No exact solution of the scheme is ever less: the least initial or fixed value. */
  public double lowest() {
    return Math.min(initial.lowest(), sides.fixedValues().min().orElse(initial.lowest()));
  }

  /** No exact solution of the scheme is ever greater: the greatest initial or fixed value. */
  public double highest() {
    return Math.max(initial.highest(), sides.fixedValues().max().orElse(initial.highest()));
  }

  /** Point updates of the whole run. */
  public long updates() {
    return grid.points() * steps;
  }

  /**
   * Collects what was asked for over the defaults of a preset. Every setter takes null for "not
   * given", so that a command line hands over its options as they are.
   */
  public static final class Builder {

    private Preset preset = Preset.SINE;
    private Long nx;
    private Long ny;
    private Double dx;
    private Double dy;
    private Double diffusivity;
    private Double dt;
    private Long steps;
    private String sides;
    private String initial;

    private Builder() {}

    /** {@code --preset}: the defaults of what is not given. */
    public Builder preset(String name) {
      preset = name == null ? Preset.SINE : Preset.named(name);
      return this;
    }

    /** {@code --nx}: rows of unknowns. */
    public Builder nx(Long rows) {
      nx = rows;
      return this;
    }

    /** {@code --ny}: columns of unknowns. */
    public Builder ny(Long columns) {
      ny = columns;
      return this;
    }

    /** {@code --dx}: distance of rows. */
    public Builder dx(Double distance) {
      dx = distance;
      return this;
    }

    /** {@code --dy}: distance of columns. */
    public Builder dy(Double distance) {
      dy = distance;
      return this;
    }

    /** {@code --diffusivity}. */
    public Builder diffusivity(Double value) {
      diffusivity = value;
      return this;
    }

    /** {@code --dt}: the largest stable one if not given. */
    public Builder dt(Double timeStep) {
      dt = timeStep;
      return this;
    }

    /** {@code --steps}. */
    public Builder steps(Long count) {
      steps = count;
      return this;
    }

    /** {@code --bc}, as {@link Boundaries#parse} reads it. */
    public Builder sides(String text) {
      sides = text;
      return this;
    }

    /** {@code --ic}, as {@link InitialField#parse} reads it. */
    public Builder initial(String text) {
      initial = text;
      return this;
    }

    /**
     * Puts the problem together.
     *
     * @throws IllegalArgumentException naming the first option that is not accepted
     */
    public DiffusionProblem build() {
      Grid grid =
          new Grid(
              given(nx, preset.nx()),
              given(ny, preset.ny()),
              given(dx, preset.dx()),
              given(dy, preset.dy()));
      double a = given(diffusivity, preset.diffusivity());
      return new DiffusionProblem(
          grid,
          a,
          dt == null ? largestStableDt(grid, a) : dt,
          given(steps, preset.steps()),
          Boundaries.parse(given(sides, preset.sides())),
          InitialField.parse(given(initial, preset.initial()), grid));
    }

    private static <T> T given(T value, T otherwise) {
      return value == null ? otherwise : value;
    }
  }
}
