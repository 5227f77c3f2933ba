package hpc.diffusion;

import hpc.exec.Arguments;
import hpc.exec.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What may be said of a diffusion problem, over the defaults of a preset. */
public final class DiffusionParameters {

  static final Parameter<Preset> PRESET =
      Parameter.choice(
          "--preset",
          "NAME",
          "defaults for all that follows: sine or csc-heat (default: sine)",
          Preset.class);

  static final Parameter<Long> NX =
      Parameter.whole("--nx", "N", "rows of unknowns, boundary points outside them");

  static final Parameter<Long> NY = Parameter.whole("--ny", "N", "columns of unknowns");

  static final Parameter<Long> STEPS = Parameter.whole("--steps", "N", "time steps");

  static final Parameter<Double> DX = Parameter.real("--dx", "D", "distance of rows");

  static final Parameter<Double> DY = Parameter.real("--dy", "D", "distance of columns");

  static final Parameter<Double> DIFFUSIVITY =
      Parameter.real("--diffusivity", "A", "length^2 per time");

  static final Parameter<Double> KX =
      Parameter.real("--kx", "A", "diffusivity along x, if it is not that along y");

  static final Parameter<Double> KY = Parameter.real("--ky", "A", "diffusivity along y");

  static final Parameter<String> COEFFICIENT =
      Parameter.text(
          "--coefficient",
          "FIELD",
          "k(x,y) that the diffusivity is multiplied by, positive; as --ic (default: 1)");

  static final Parameter<String> SOURCE =
      Parameter.text(
          "--source",
          "FIELD",
          "heat that enters at every point, value per time; as --ic (default: none)");

  static final Parameter<Scheme> SCHEME =
      Parameter.choice(
          "--scheme",
          "NAME",
          "explicit, or adi: implicit (Peaceman and Rachford), for large time steps (default:"
              + " explicit)",
          Scheme.class);

  static final Parameter<Double> DT =
      Parameter.real(
          "--dt",
          "T",
          "time step (default: the largest that is stable explicitly, with adi 10 times that)");

  static final Parameter<Double> TIME =
      Parameter.real(
          "--time", "T", "how long, instead of --steps; the last step is the first to reach it");

  static final Parameter<Double> STEADY =
      Parameter.real(
          "--steady",
          "TOL",
          "stop when no point changes by more per time (looked at every 100 steps); with --steps or"
              + " --time that come first the run fails");

  static final Parameter<String> SIDES =
      Parameter.text(
          "--bc",
          "SIDES",
          "one for all or top,bottom,left,right: a number, flux:HEAT, insulated or periodic each");

  static final Parameter<String> INITIAL =
      Parameter.text(
          "--ic",
          "FIELD",
          "uniform:VALUE, disc[:IN,OUT[,RADIUS]], gaussian[:HEIGHT,SIGMA[,BACKGROUND]]"
              + ", sine[:KX,KY] or a file: NPY or a text matrix");

  /** The parameters whose values are fields. */
  public static final List<Parameter<String>> FIELDS = List.of(INITIAL, COEFFICIENT, SOURCE);

  /** All, in the order of the help. */
  static final List<Parameter<?>> ALL =
      List.of(
          PRESET,
          NX,
          NY,
          STEPS,
          DX,
          DY,
          DIFFUSIVITY,
          KX,
          KY,
          COEFFICIENT,
          SOURCE,
          SCHEME,
          DT,
          TIME,
          STEADY,
          SIDES,
          INITIAL);

  /** An implicit step that costs a few explicit ones is to be worth more than those. */
  private static final int ADI_STEP = 10;

  /** Part of the largest stable step with which every wave fades. */
  private static final double SURELY_STABLE = 0.9;

  private static final double MOST_STEPS = 0x1p53;

  private final Arguments given;
  private final Function<Parameter<String>, Optional<ScalarField.Sampled>> files;
  private final Optional<ScalarField.Sampled> start;
  private final Arguments defaults;

  private DiffusionParameters(
      Arguments given, Function<Parameter<String>, Optional<ScalarField.Sampled>> files) {
    this.given = given;
    this.files = files;
    this.start = files.apply(INITIAL);
    Arguments preset = given.get(PRESET).orElse(Preset.SINE).defaults();
    this.defaults =
        start.map(field -> preset.with(NX, field.nx()).with(NY, field.ny())).orElse(preset);
  }

  /**
   * The problem. A time step that is not given is the largest stable one, with {@link Scheme#ADI}
   * {@value #ADI_STEP} times that, and a tenth less where a field between periodic sides is to
   * become steady. It is the same for every {@code --time}, so that a run may be prolonged: the run
   * ends with the first step at that time or later. With {@code --steady} and no other end it ends
   * where the slowest mode must have decayed.
   *
   * @param files the field in the file that a parameter names, if it names one; the grid has the
   *     shape of the initial one if not given another
   * @throws IllegalArgumentException naming the first option that is not accepted
   */
  static DiffusionProblem problem(
      Arguments given, Function<Parameter<String>, Optional<ScalarField.Sampled>> files) {
    return new DiffusionParameters(given, files).problem();
  }

  /** The same where no parameter names a file. */
  static DiffusionProblem problem(Arguments given) {
    return problem(given, _ -> Optional.empty());
  }

  private DiffusionProblem problem() {
    Grid grid = new Grid(value(NX), value(NY), value(DX), value(DY));
    Scheme scheme = value(SCHEME);
    Medium medium = medium(grid);
    Boundaries sides = Boundaries.parse(value(SIDES));
    double step =
        given.get(DT).orElse(partOfStableDt(scheme, sides) * medium.largestStableDt(grid));
    DiffusionProblem problem =
        new DiffusionProblem(
            grid,
            medium,
            field(SOURCE, files.apply(SOURCE), grid),
            scheme,
            step,
            given.has(TIME) ? stepsOf(step) : value(STEPS),
            given.get(STEADY).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            sides,
            field(INITIAL, start, grid).orElseThrow());
    boolean endless = given.has(STEADY) && !given.has(STEPS) && !given.has(TIME);
    return endless ? problem.until(SteadyState.mostSteps(problem)) : problem;
  }

  /** With the largest, the shortest wave between periodic sides changes its sign for ever. */
  private double partOfStableDt(Scheme scheme, Boundaries sides) {
    if (scheme == Scheme.ADI) {
      return ADI_STEP;
    }
    return given.has(STEADY) && sides.rowsWrap() && sides.columnsWrap() ? SURELY_STABLE : 1;
  }

  private <T> Optional<T> any(Parameter<T> parameter) {
    return given.get(parameter).or(() -> defaults.get(parameter));
  }

  private <T> T value(Parameter<T> parameter) {
    return any(parameter).orElseThrow();
  }

  private Optional<ScalarField> field(
      Parameter<String> parameter, Optional<ScalarField.Sampled> inFile, Grid grid) {
    return inFile
        .map(ScalarField.class::cast)
        .or(() -> any(parameter).map(text -> ScalarField.parse(parameter.option(), text, grid)));
  }

  private Medium medium(Grid grid) {
    if (given.has(DIFFUSIVITY) && (given.has(KX) || given.has(KY))) {
      throw new IllegalArgumentException(
          "--diffusivity with --kx or --ky: accepted: one for both directions or each its own");
    }
    double both = value(DIFFUSIVITY);
    Optional<ScalarField> coefficient = field(COEFFICIENT, files.apply(COEFFICIENT), grid);
    return given.has(KX) || given.has(KY) || coefficient.isPresent()
        ? new Medium(given.get(KX).orElse(both), given.get(KY).orElse(both), coefficient)
        : Medium.uniform(both);
  }

  /** The fewest steps that take the time, but for rounding. */
  private long stepsOf(double step) {
    if (given.has(STEPS)) {
      throw new IllegalArgumentException("--time with --steps: accepted: one of the two");
    }
    double time = given.get(TIME).orElseThrow();
    Validate.positive("--time", time);
    Validate.positive("--dt", step);
    double count = Math.ceil(time / step / DiffusionProblem.DT_ROUNDING);
    if (count > MOST_STEPS) {
      throw new IllegalArgumentException(
          "--time %s: that is %s steps of %s; accepted: 2^53 steps at most"
              .formatted(time, count, step));
    }
    return Math.max(1, (long) count);
  }
}
