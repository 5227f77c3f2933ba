package hpc.cli;

import hpc.diffusion.Blocking;
import hpc.diffusion.Decomposition;
import hpc.diffusion.DiffusionAnswer;
import hpc.diffusion.DiffusionProblem;
import hpc.diffusion.DiffusionWorkload;
import hpc.diffusion.Kernels;
import hpc.diffusion.Roofline;
import hpc.exec.Execution;
import hpc.fieldio.FieldOutput;
import hpc.fieldio.ResumableDiffusion;
import hpc.launch.Machine;
import hpc.report.RooflineTable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
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
      "  hpc diffusion --preset csc-heat --output heat --output-every 100",
      "  hpc diffusion --scheme adi --dt 0.01 --bc insulated --ic disc:1,0",
      "  hpc diffusion --bc periodic,periodic,0,insulated --ic disc:1,0 --verify",
      "  hpc diffusion --nx 16384 --ny 16384 --steps 1e6 --checkpoint run --restart",
      "  srun --nodes=2 --ntasks=8 java -jar hpc.jar diffusion --preset csc-heat"
    })
final class DiffusionCommand implements Callable<Integer> {

  /** Half of the last digit that people see of a mean. */
  private static final double HALF_A_DIGIT = 5e-7;

  @Mixin private ProblemOptions what;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      completionCandidates = KernelWords.class,
      description =
          "auto, scalar, vector, c, c-openmp or fortran; all give the same bits, the last three after"
              + " hpc build --native (default: ${DEFAULT-VALUE})")
  private String kernel = "auto";

  @Option(
      names = "--decomposition",
      paramLabel = "GRID",
      completionCandidates = DecompositionWords.class,
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

  @Option(
      names = "--roofline",
      description = "measure memory and kernel first, and say how near to them the run comes")
  private boolean roofline;

  @Mixin private OutputOptions output;

  @Mixin private CheckpointOptions checkpoints;

  @Mixin private RunOptions run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    run.openLog();
    checkpoints.requireNothingIgnored(run);
    DiffusionProblem problem = what.problem();
    Blocking blocking =
        new Blocking(
            RunOptions.optional(blockSteps),
            RunOptions.optional(blockColumns),
            Machine.here().cacheBytes(2));
    Optional<FieldOutput> fields = output.fields(problem, run);
    DiffusionWorkload workload =
        new DiffusionWorkload(
                problem, Kernels.named(kernel), Decomposition.parse(decomposition), blocking)
            .watchedBy(
                List.copyOf(fields.stream().toList()), run.progress(problem.updates(), spec));
    return checkpoints.isGiven() ? keep(workload, fields) : measure(workload, fields);
  }

  private int measure(DiffusionWorkload workload, Optional<FieldOutput> fields) {
    SolverRun solver = holding(fields, SolverRun.of(run, workload, spec));
    return roofline
        ? solver.measure(DiffusionCommand::forPeople, execution -> bounds(workload, execution))
        : solver.measure(DiffusionCommand::forPeople);
  }

  /** The exit status tells of a signal. */
  private int keep(DiffusionWorkload workload, Optional<FieldOutput> fields) {
    if (roofline) {
      throw new IllegalArgumentException(
          "--roofline with --checkpoint: it keeps one run; accepted: one of the two");
    }
    ResumableDiffusion resumable =
        checkpoints.keep(workload, work -> run.progress(work, spec), StopSignals.caught());
    int status =
        holding(fields, SolverRun.of(run, resumable, spec).holding(resumable::claim))
            .measure(DiffusionCommand::forPeople);
    return status == ExitCode.DONE ? resumable.stoppedBy() : status;
  }

  /** With the directory that fields are written to, in which no file that the run uses may be. */
  private SolverRun holding(Optional<FieldOutput> fields, SolverRun solver) {
    List<Path> used = Stream.concat(what.files().stream(), run.csv().stream()).toList();
    return fields.map(output -> solver.holding(() -> output.claim(used))).orElse(solver);
  }

  /** Measures what bounds the rate; returns what tells where a rate stands. */
  private static DoubleFunction<String> bounds(DiffusionWorkload workload, Execution execution) {
    Roofline bounds = Roofline.measure(execution, workload.kernel(), System::nanoTime);
    int steps = workload.stepsPerPass(execution.ranks().size(), execution.ranges().threads());
    return rate -> RooflineTable.render(bounds, steps, rate);
  }

  /** The mean as CSC's program prints it, and the field's fingerprint. */
  private static String forPeople(String answer) {
    DiffusionAnswer field = DiffusionAnswer.parse(answer);
    // no -0.000000
    double mean = Math.abs(field.mean()) < HALF_A_DIGIT ? 0 : field.mean();
    return String.format(Locale.ROOT, "mean %.6f%nfield %s", mean, field.fieldHex());
  }

  /** What the shell offers for {@code --kernel}. */
  static final class KernelWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Kernels.WORDS.iterator();
    }
  }

  /** What the shell offers for {@code --decomposition}. */
  static final class DecompositionWords implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "rows").iterator();
    }
  }
}
