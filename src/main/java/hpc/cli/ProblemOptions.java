package hpc.cli;

import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.Preset;
import hpc.diffusion.Scheme;
import hpc.fieldio.FieldFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** What is solved by {@code hpc diffusion}. */
final class ProblemOptions {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = PresetWords.class,
      description = "defaults for all that follows: sine or csc-heat (default: sine)")
  private String preset;

  @Option(
      names = "--nx",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "rows of unknowns, boundary points outside them")
  private Long nx;

  @Option(
      names = "--ny",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "columns of unknowns")
  private Long ny;

  @Option(
      names = "--steps",
      paramLabel = "N",
      converter = WholeNumber.class,
      description = "time steps")
  private Long steps;

  @Option(
      names = "--dx",
      paramLabel = "D",
      converter = RealNumber.class,
      description = "distance of rows")
  private Double dx;

  @Option(
      names = "--dy",
      paramLabel = "D",
      converter = RealNumber.class,
      description = "distance of columns")
  private Double dy;

  @Option(
      names = "--diffusivity",
      paramLabel = "A",
      converter = RealNumber.class,
      description = "length^2 per time")
  private Double diffusivity;

  @Option(
      names = "--kx",
      paramLabel = "A",
      converter = RealNumber.class,
      description = "diffusivity along x, if it is not that along y")
  private Double kx;

  @Option(
      names = "--ky",
      paramLabel = "A",
      converter = RealNumber.class,
      description = "diffusivity along y")
  private Double ky;

  @Option(
      names = "--coefficient",
      paramLabel = "FIELD",
      description = "k(x,y) that the diffusivity is multiplied by, positive; as --ic (default: 1)")
  private String coefficient;

  @Option(
      names = "--source",
      paramLabel = "FIELD",
      description = "heat that enters at every point, value per time; as --ic (default: none)")
  private String source;

  @Option(
      names = "--scheme",
      paramLabel = "NAME",
      description =
          "explicit, or adi: implicit (Peaceman and Rachford), for large time steps (default:"
              + " explicit)")
  private Scheme scheme;

  @Option(
      names = "--dt",
      paramLabel = "T",
      converter = RealNumber.class,
      description =
          "time step (default: the largest that is stable explicitly, with adi 10 times that)")
  private Double dt;

  @Option(
      names = "--time",
      paramLabel = "T",
      converter = RealNumber.class,
      description = "how long, instead of --steps; the last step is the first to reach it")
  private Double time;

  @Option(
      names = "--steady",
      paramLabel = "TOL",
      converter = RealNumber.class,
      description =
          "stop when no point changes by more per time (looked at every 100 steps); with --steps or"
              + " --time that come first the run fails")
  private Double steady;

  @Option(
      names = "--bc",
      paramLabel = "SIDES",
      description =
          "one for all or top,bottom,left,right: a number, flux:HEAT, insulated or periodic each")
  private String sides;

  @Option(
      names = "--ic",
      paramLabel = "FIELD",
      description =
          "uniform:VALUE, disc[:IN,OUT[,RADIUS]], gaussian[:HEIGHT,SIGMA[,BACKGROUND]]"
              + ", sine[:KX,KY] or a file: NPY or a text matrix")
  private String initial;

  /**
   * The problem; what is not given comes from the preset. Files that fields are in are looked at.
   *
   * @throws IllegalArgumentException naming the first option that is not accepted
   */
  DiffusionProblem problem() {
    DiffusionProblem.Builder builder =
        DiffusionProblem.builder()
            .preset(preset)
            .nx(nx)
            .ny(ny)
            .dx(dx)
            .dy(dy)
            .diffusivity(diffusivity)
            .scheme(scheme)
            .kx(kx)
            .ky(ky)
            .coefficient(coefficient)
            .source(source)
            .dt(dt)
            .steps(steps)
            .time(time)
            .steady(steady)
            .sides(sides)
            .initial(initial);
    FieldFile.named("--ic", initial).ifPresent(builder::initial);
    FieldFile.named("--coefficient", coefficient).ifPresent(builder::coefficient);
    FieldFile.named("--source", source).ifPresent(builder::source);
    return builder.build();
  }

  /** The files that fields are read from. */
  List<Path> files() {
    return FieldFile.paths(initial, coefficient, source);
  }

  /** What the shell offers for {@code --preset}. */
  static final class PresetWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Preset.values()).map(Preset::word).iterator();
    }
  }
}
