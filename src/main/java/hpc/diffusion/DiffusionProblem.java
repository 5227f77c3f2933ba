package hpc.diffusion;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Diffusion {@code du/dt = div(k grad u) + q} on a rectangle, by one of two schemes.
 *
 * @param grid the unknowns
 * @param medium what heat moves through
 * @param source q, heat that enters at every point, field value per time; empty if none
 * @param scheme how a step is made
 * @param dt time step, with {@link Scheme#EXPLICIT} at most {@link Medium#largestStableDt}
 * @param steps time steps, at least 1; if {@code steady} is given, the most
 * @param steady ends the run when no point changes by more than this per time
 * @param sides the boundaries
 * @param initial the field at time 0
 */
public record DiffusionProblem(
    Grid grid,
    Medium medium,
    Optional<ScalarField> source,
    Scheme scheme,
    double dt,
    long steps,
    OptionalDouble steady,
    Boundaries sides,
    ScalarField initial) {

  /** A dt that was printed and read again, or computed another way, may be this much over. */
  static final double DT_ROUNDING = 1 + 0x1p-48;

  /**
   * Checks every component, alone and together.
   *
   * @throws IllegalArgumentException naming the option and what is accepted
   */
  public DiffusionProblem {
    double largestDt = medium.largestStableDt(grid);
    Validate.positive("--dt", dt);
    if (scheme == Scheme.EXPLICIT && dt > largestDt * DT_ROUNDING) {
      throw new IllegalArgumentException(
          "--dt " + dt + ": unstable; accepted: at most " + largestDt + " on this grid");
    }
    Validate.between("--steps", steps, 1, Long.MAX_VALUE / grid.points());
    steady.ifPresent(tolerance -> Validate.positive("--steady", tolerance));
    requireFits("--ic", initial, grid, sides);
    source.ifPresent(heat -> requireFits("--source", heat, grid, sides));
    medium.coefficient().ifPresent(k -> requireFits("--coefficient", k, grid, sides));
    if (scheme == Scheme.ADI && medium.coefficient().isPresent()) {
      throw new IllegalArgumentException(
          "--scheme adi with --coefficient: accepted: --scheme explicit");
    }
  }

  /** A mode that the grid lacks, or a file of another shape, is refused here, not in the run. */
  private static void requireFits(String option, ScalarField field, Grid grid, Boundaries sides) {
    Validate.by(
        option,
        () ->
            switch (field) {
              case ScalarField.SineMode mode ->
                  mode.alongX(grid, sides).decay() + mode.alongY(grid, sides).decay();
              case ScalarField.Sampled sampled -> sampled.on(grid, sides);
              default -> field;
            });
  }

  /** The same problem up to {@code step} time steps and no further. */
  DiffusionProblem until(long step) {
    return new DiffusionProblem(grid, medium, source, scheme, dt, step, steady, sides, initial);
  }

  /** {@code kx dt / dx^2}: the weight of the second difference along x. */
  public double weightX() {
    return medium.kx() * dt / (grid.dx() * grid.dx());
  }

  /** {@code ky dt / dy^2}: the weight of the second difference along y. */
  public double weightY() {
    return medium.ky() * dt / (grid.dy() * grid.dy());
  }

  /**
   * The factor g by which the scheme multiplies a sine mode in one step. With {@code x = 4 cx
   * sin^2(thetaX / 2)} and y alike it is {@code 1 - x - y} for {@link Scheme#EXPLICIT} and {@code
   * (1 - x/2)(1 - y/2) / ((1 + x/2)(1 + y/2))} for {@link Scheme#ADI}, which is 1 less {@code (x +
   * y) / ((1 + x/2)(1 + y/2))}. Empty if the initial field is not a mode of the boundaries, that
   * is, if it is no sine mode or a fixed value is not 0, or not of the problem, since there is a
   * source or a coefficient.
   */
  public OptionalDouble amplification() {
    if (!(initial instanceof ScalarField.SineMode mode)
        || source.isPresent()
        || medium.coefficient().isPresent()
        || sides.driven()
        || sides.fixedValues().anyMatch(value -> value != 0)) {
      return OptionalDouble.empty();
    }
    double decayX = weightX() * mode.alongX(grid, sides).decay();
    double decayY = weightY() * mode.alongY(grid, sides).decay();
    return OptionalDouble.of(
        switch (scheme) {
          case EXPLICIT -> 1 - decayX - decayY;
          case ADI -> 1 - (decayX + decayY) / ((1 + decayX / 2) * (1 + decayY / 2));
        });
  }

  /**
   * Whether the maximum principle holds: every value stays between the least and the greatest of
   * initial and fixed values. Not where heat is brought in or taken out, nor for {@link
   * Scheme#ADI}, which overshoots with large steps.
   */
  boolean keepsWithinBounds() {
    return !driven() && scheme == Scheme.EXPLICIT;
  }

  /** Whether heat is brought in or taken out, so that initial and fixed values bound nothing. */
  public boolean driven() {
    return source.isPresent() || sides.driven();
  }

  /**
   * What the sides with a flux add to the mean of the field in one step; the heat that enters over
   * the heat that the rectangle holds per degree.
   */
  double meanRisePerStep() {
    double alongX = sides.top().heat() + sides.bottom().heat();
    double alongY = sides.left().heat() + sides.right().heat();
    return dt * (alongX / (grid.nx() * grid.dx()) + alongY / (grid.ny() * grid.dy()));
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
}
