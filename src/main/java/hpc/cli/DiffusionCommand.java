package hpc.cli;

import hpc.diffusion.Blocking;
import hpc.diffusion.Decomposition;
import hpc.diffusion.DiffusionAnswer;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.Kernels;
import hpc.diffusion.Scheme;
import hpc.fieldio.FieldFile;
import hpc.fieldio.ResumableDiffusion;
import hpc.launch.Machine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hpc diffusion}: the 5-point stencil on a rectangle, explicit or implicit in time. */
@Command(
    name = "diffusion",
    description = "Solve 2D diffusion on a rectangle by the 5-point stencil.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "What is not given comes from the preset.",
      "Examples:",
      "  hpc diffusion --preset csc-heat --threads 4",
      "  hpc diffusion --nx 4096 --ny 4096 --repeat 5 --csv results/diffusion.csv",
      "  hpc diffusion --preset csc-heat --output heat --output-every 100 --output-format png,csv",
      "  hpc diffusion --scheme adi --dt 0.01 --bc insulated --ic disc:1,0",
      "  hpc diffusion --bc periodic,periodic,0,insulated --ic disc:1,0 --verify",
      "  hpc diffusion --nx 16384 --ny 16384 --steps 1e6 --checkpoint run --restart",
      "  srun --nodes=2 --ntasks=8 java -jar hpc.jar diffusion --preset csc-heat"
    })
final class DiffusionCommand implements Callable<Integer> {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
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
      names = "--scheme",
      paramLabel = "NAME",
      description =
          "explicit, or adi: implicit (Peaceman and Rachford), for large time steps (default:"
              + " explicit)")
  private Scheme scheme;

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
      description = "how long, instead of --steps; dt is shortened to fit")
  private Double time;

  @Option(
      names = "--steady",
      paramLabel = "TOL",
      converter = RealNumber.class,
      description =
          "stop when no point changes by more in a step (looked at every 100), or after --steps")
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

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description = "auto, scalar or vector; all give the same bits (default: ${DEFAULT-VALUE})")
  private String kernel = "auto";

  @Option(
      names = "--decomposition",
      paramLabel = "GRID",
      description =
          "ranks over the field: auto (least halo), rows or PXxPY (default: ${DEFAULT-VALUE})")
  private String decomposition = "auto";

  @Option(
      names = "--block-steps",
      paramLabel = "T",
      converter = WholeNumber.Small.class,
      description = "time steps per sweep over memory, and depth of halos (default: by the cache)")
  private Integer blockSteps;

  @Option(
      names = "--block-columns",
      paramLabel = "W",
      converter = WholeNumber.Small.class,
      description = "columns that a sweep takes at a time, about (default: by the cache)")
  private Integer blockColumns;

  @Mixin private OutputOptions output;

  @Mixin private CheckpointOptions checkpoints;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    run.openLog();
    checkpoints.requireNothingIgnored(run);
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
    DiffusionProblem problem = builder.build();
    Blocking blocking =
        new Blocking(
            RunOptions.optional(blockSteps),
            RunOptions.optional(blockColumns),
            Machine.here().cacheBytes(2));
    DiffusionWorkload workload =
        new DiffusionWorkload(
                problem, Kernels.named(kernel), Decomposition.parse(decomposition), blocking)
            .watchedBy(output.observers(problem, run), run.progress(problem.updates(), spec));
    return checkpoints.isGiven()
        ? keep(workload)
        : SolverRun.of(run, workload, spec).measure(DiffusionCommand::forPeople);
  }

  /** The exit status tells of a signal. */
  private int keep(DiffusionWorkload workload) {
    ResumableDiffusion resumable =
        checkpoints.keep(workload, work -> run.progress(work, spec), StopSignals.caught());
    int status = SolverRun.of(run, resumable, spec).measure(DiffusionCommand::forPeople);
    return status == ExitCode.DONE ? resumable.stoppedBy() : status;
  }

  /** The mean as CSC's program prints it, and the field's fingerprint. */
  private static String forPeople(String answer) {
    DiffusionAnswer field = DiffusionAnswer.parse(answer);
    return "mean %.6f%nfield %s".formatted(field.mean(), field.fieldHex());
  }
}
