package hpc.diffusion;

import hpc.exec.Arguments;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Problems with a name. A preset gives defaults; options that are given override them. */
public enum Preset {
  /** The default: a sine mode between cold sides, which verifies itself at any size. */
  SINE("sine", 1000, 1000, 0.01, 0.01, 0.5, 100, "0", "sine"),

  /**
   * The default case of the heat-equation exercise of CSC, the Finnish IT centre for science (C++
   * with MPI): a cold disc in a warm plate between four fixed sides.
   */
  CSC_HEAT("csc-heat", 2000, 2000, 0.01, 0.01, 0.5, 500, "85,5,20,70", "disc");

  /** The mean of {@link #CSC_HEAT} after its 500 steps, as CSC's own program prints it. */
  public static final double CSC_HEAT_MEAN = 59.281239;

  private final String word;
  private final long nx;
  private final long ny;
  private final double dx;
  private final double dy;
  private final double diffusivity;
  private final long steps;
  private final String sides;
  private final String initial;

  Preset(
      String word,
      long nx,
      long ny,
      double dx,
      double dy,
      double diffusivity,
      long steps,
      String sides,
      String initial) {
    this.word = word;
    this.nx = nx;
    this.ny = ny;
    this.dx = dx;
    this.dy = dy;
    this.diffusivity = diffusivity;
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
    Optional<Preset> found =
        Arrays.stream(values()).filter(preset -> preset.word.equals(word)).findFirst();
    return found.orElseThrow(() ->
        new IllegalArgumentException(
            "--preset "
                + word
                + ": accepted: "
                + Arrays.stream(values()).map(Preset::word).collect(Collectors.joining(", "))));
  }

  /** The problem as it stands, nothing overridden. */
  public DiffusionProblem problem() {
    return DiffusionParameters.problem(Arguments.NONE.with(DiffusionParameters.PRESET, word));
  }

  /** The word used on the command line. */
  public String word() {
    return word;
  }

  long nx() {
    return nx;
  }

  long ny() {
    return ny;
  }

  double dx() {
    return dx;
  }

  double dy() {
    return dy;
  }

  double diffusivity() {
    return diffusivity;
  }

  long steps() {
    return steps;
  }

  String sides() {
    return sides;
  }

  String initial() {
    return initial;
  }
}
