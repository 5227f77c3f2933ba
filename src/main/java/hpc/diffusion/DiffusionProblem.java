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
  private static final double DT_ROUNDING = 1 + 0x1p-48;

  /**
   * Checks every component, alone and together.
   *
   * @throws IllegalArgumentException naming the option and what is accepted
   */
  public DiffusionProblem {
    double largestDt = medium.largestStableDt(grid);
    Accepted.positive("--dt", dt);
    if (scheme == Scheme.EXPLICIT && dt > largestDt * DT_ROUNDING) {
      throw new IllegalArgumentException(
          "--dt " + dt + ": unstable; accepted: at most " + largestDt + " on this grid");
    }
    Accepted.between("--steps", steps, 1, Long.MAX_VALUE / grid.points());
    steady.ifPresent(tolerance -> Accepted.positive("--steady", tolerance));
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
    Accepted.by(
        option,
        () ->
            switch (field) {
              case ScalarField.SineMode mode ->
                  mode.alongX(grid, sides).decay() + mode.alongY(grid, sides).decay();
              case ScalarField.Sampled sampled -> sampled.on(grid, sides);
              default -> field;
            });
  }

  /** Starts from the defaults of {@link Preset#SINE}. */
  public static Builder builder() {
    return new Builder();
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

  /**
   * Collects what was asked for over the defaults of a preset. Every setter takes null for "not
   * given", so that a command line hands over its options as they are.
   */
  public static final class Builder {

    /** An implicit step that costs a few explicit ones is to be worth more than those. */
    private static final int ADI_STEP = 10;

    /** Part of the largest stable step with which every wave fades. */
    private static final double SURELY_STABLE = 0.9;

    private static final double MOST_STEPS = 0x1p53;

    private Preset preset = Preset.SINE;
    private Long nx;
    private Long ny;
    private Double dx;
    private Double dy;
    private Double diffusivity;
    private Double kx;
    private Double ky;
    private Given coefficient;
    private Given source;
    private Scheme scheme = Scheme.EXPLICIT;
    private Double dt;
    private Long steps;
    private Double time;
    private Double steady;
    private String sides;
    private Given initial;

    /** A field as the user gave it: a text to be parsed, or values already read from a file. */
    private record Given(String text, ScalarField.Sampled values) {

      ScalarField on(String option, Grid grid) {
        return values == null ? ScalarField.parse(option, text, grid) : values;
      }
    }

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

    /** {@code --diffusivity}: along x and y. */
    public Builder diffusivity(Double value) {
      diffusivity = value;
      return this;
    }

    /** {@code --kx}: diffusivity along x, if it is not that along y. */
    public Builder kx(Double value) {
      kx = value;
      return this;
    }

    /** {@code --ky}: diffusivity along y, if it is not that along x. */
    public Builder ky(Double value) {
      ky = value;
      return this;
    }

    /** {@code --coefficient}, as {@link ScalarField#parse} reads it. */
    public Builder coefficient(String text) {
      coefficient = text == null ? null : new Given(text, null);
      return this;
    }

    /** The coefficient point by point. */
    public Builder coefficient(ScalarField.Sampled values) {
      coefficient = new Given(null, values);
      return this;
    }

    /** {@code --source}, as {@link ScalarField#parse} reads it. */
    public Builder source(String text) {
      source = text == null ? null : new Given(text, null);
      return this;
    }

    /** The source point by point. */
    public Builder source(ScalarField.Sampled values) {
      source = new Given(null, values);
      return this;
    }

    /** {@code --scheme}. */
    public Builder scheme(Scheme given) {
      scheme = given(given, Scheme.EXPLICIT);
      return this;
    }

    /** {@code --dt}: by rule if not given, see {@link #build}. */
    public Builder dt(Double timeStep) {
      dt = timeStep;
      return this;
    }

    /** {@code --steps}. */
    public Builder steps(Long count) {
      steps = count;
      return this;
    }

    /** {@code --time}: how long at least, instead of how many steps. */
    public Builder time(Double duration) {
      time = duration;
      return this;
    }

    /** {@code --steady}: the change per time at which the run ends. */
    public Builder steady(Double change) {
      steady = change;
      return this;
    }

    /** {@code --bc}, as {@link Boundaries#parse} reads it. */
    public Builder sides(String text) {
      sides = text;
      return this;
    }

    /** {@code --ic}, as {@link ScalarField#parse} reads it. */
    public Builder initial(String text) {
      initial = text == null ? null : new Given(text, null);
      return this;
    }

    /** The field at time 0 point by point; the grid has its shape if not given another one. */
    public Builder initial(ScalarField.Sampled values) {
      initial = new Given(null, values);
      return this;
    }

    /**
     * Puts the problem together. A time step that is not given is the largest stable one, with
     * {@link Scheme#ADI} {@value #ADI_STEP} times that, and a tenth less where a field between
     * periodic sides is to become steady. It is the same for every {@code --time}, so that a run
     * may be prolonged: the run ends with the first step at that time or later. With {@code
     * --steady} and no other end it ends where the slowest mode must have decayed.
     *
     * @throws IllegalArgumentException naming the first option that is not accepted
     */
    public DiffusionProblem build() {
      boolean sampled = initial != null && initial.values != null;
      Grid grid =
          new Grid(
              given(nx, sampled ? initial.values.nx() : preset.nx()),
              given(ny, sampled ? initial.values.ny() : preset.ny()),
              given(dx, preset.dx()),
              given(dy, preset.dy()));
      Medium medium = medium(grid);
      Boundaries around = Boundaries.parse(given(sides, preset.sides()));
      double step = given(dt, partOfStableDt(around) * medium.largestStableDt(grid));
      long count = time == null ? given(steps, preset.steps()) : stepsOf(step);
      DiffusionProblem problem =
          new DiffusionProblem(
              grid,
              medium,
              Optional.ofNullable(source).map(heat -> heat.on("--source", grid)),
              scheme,
              step,
              count,
              steady == null ? OptionalDouble.empty() : OptionalDouble.of(steady),
              around,
              given(initial, new Given(preset.initial(), null)).on("--ic", grid));
      boolean endless = steady != null && steps == null && time == null;
      return endless ? problem.until(SteadyState.mostSteps(problem)) : problem;
    }

    /** With the largest, the shortest wave between periodic sides changes its sign for ever. */
    private double partOfStableDt(Boundaries around) {
      if (scheme == Scheme.ADI) {
        return ADI_STEP;
      }
      return steady != null && around.rowsWrap() && around.columnsWrap() ? SURELY_STABLE : 1;
    }

    private Medium medium(Grid grid) {
      if (kx == null && ky == null && coefficient == null) {
        return Medium.uniform(given(diffusivity, preset.diffusivity()));
      }
      if (diffusivity != null && (kx != null || ky != null)) {
        throw new IllegalArgumentException(
            "--diffusivity with --kx or --ky: accepted: one for both directions or each its own");
      }
      double both = given(diffusivity, preset.diffusivity());
      return new Medium(
          given(kx, both),
          given(ky, both),
          Optional.ofNullable(coefficient).map(k -> k.on("--coefficient", grid)));
    }

    /** The fewest steps that take the time, but for rounding. */
    private long stepsOf(double step) {
      if (steps != null) {
        throw new IllegalArgumentException("--time with --steps: accepted: one of the two");
      }
      Accepted.positive("--time", time);
      Accepted.positive("--dt", step);
      double count = Math.ceil(time / step / DT_ROUNDING);
      if (count > MOST_STEPS) {
        throw new IllegalArgumentException(
            "--time %s: that is %s steps of %s; accepted: 2^53 steps at most"
                .formatted(time, count, step));
      }
      return Math.max(1, (long) count);
    }

    private static <T> T given(T value, T otherwise) {
      return value == null ? otherwise : value;
    }
  }
}
