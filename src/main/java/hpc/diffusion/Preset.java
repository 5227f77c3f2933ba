package hpc.diffusion;

import hpc.exec.Arguments;
import hpc.exec.Choice;

/** Problems with a name. A preset gives defaults; options that are given override them. */
public enum Preset {
  /** The default: a sine mode between cold sides, which verifies itself at any size. */
  SINE(1000, 100, "0", "sine"),

  /**
   * The default case of the heat-equation exercise of CSC, the Finnish IT centre for science (C++
   * with MPI): a cold disc in a warm plate between four fixed sides.
   */
  CSC_HEAT(2000, 500, "85,5,20,70", "disc");

  /** The mean of {@link #CSC_HEAT} after its 500 steps, as CSC's own program prints it. */
  public static final double CSC_HEAT_MEAN = 59.281239;

  private static final double SPACING = 0.01;
  private static final double DIFFUSIVITY = 0.5;

  private final long points;
  private final long steps;
  private final String sides;
  private final String initial;

  Preset(long points, long steps, String sides, String initial) {
    this.points = points;
    this.steps = steps;
    this.sides = sides;
    this.initial = initial;
  }

  /**
   * The preset that is called {@code word}.
   *
   * @throws IllegalArgumentException naming {@code --preset} and all presets
   */
  public static Preset named(String word) {
    try {
      return Choice.of(Preset.class).parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--preset " + word + ": " + e.getMessage(), e);
    }
  }

  /** The problem as it stands, nothing overridden. */
  public DiffusionProblem problem() {
    return DiffusionParameters.problem(Arguments.NONE.with(DiffusionParameters.PRESET, this));
  }

  /** The word used on the command line. */
  public String word() {
    return Choice.word(this);
  }

  Arguments defaults() {
    return Arguments.NONE
        .with(DiffusionParameters.NX, points)
        .with(DiffusionParameters.NY, points)
        .with(DiffusionParameters.DX, SPACING)
        .with(DiffusionParameters.DY, SPACING)
        .with(DiffusionParameters.DIFFUSIVITY, DIFFUSIVITY)
        .with(DiffusionParameters.SCHEME, Scheme.EXPLICIT)
        .with(DiffusionParameters.STEPS, steps)
        .with(DiffusionParameters.SIDES, sides)
        .with(DiffusionParameters.INITIAL, initial);
  }
}
