package hpc.diffusion;

import hpc.exec.Arguments;
import hpc.exec.Execution;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.exec.ProblemType.SizeRule;
import hpc.exec.RunContext;
import hpc.exec.Task;
import hpc.exec.Task.Bound;
import hpc.exec.Workload;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** The 5-point stencil on a rectangle, explicit or implicit in time. */
public class DiffusionType implements ProblemType {

  /** Half of the last digit that people see of a mean. */
  private static final double HALF_A_DIGIT = 5e-7;

  private static final Parameter<String> KERNEL =
      Parameter.text(
              "--kernel",
              "NAME",
              "auto, scalar, vector, c, c-openmp or fortran; all give the same bits, the last three after"
                  + " hpc build --native (default: auto)")
          .offering(Kernels.WORDS);

  private static final Parameter<String> DECOMPOSITION =
      Parameter.text(
              "--decomposition",
              "GRID",
              "ranks over the field: auto (least halo), rows or PXxPY (default: auto)")
          .offering(List.of("auto", "rows"));

  private static final Parameter<Integer> BLOCK_STEPS =
      Parameter.small(
          "--block-steps",
          "T",
          "time steps per sweep over memory, and depth of halos (default: by the cache)");

  private static final Parameter<Integer> BLOCK_COLUMNS =
      Parameter.small(
          "--block-columns",
          "W",
          "columns that a sweep takes at a time, about (default: by the cache)");

  /** Measures what bounds the rate; a run that is kept is no measurement. */
  protected static final Parameter<Boolean> ROOFLINE =
      Parameter.flag(
              "--roofline",
              "measure memory and kernel first, and say how near to them the run comes")
          .used(Use.BESIDE);

  @Override
  public final String name() {
    return "diffusion";
  }

  @Override
  public final String title() {
    return "Solve 2D diffusion on a rectangle by the 5-point stencil.";
  }

  @Override
  public final List<String> notes() {
    return List.of(
        "What is not given comes from the preset.",
        "Examples:",
        "  hpc diffusion --preset csc-heat --threads 4",
        "  hpc diffusion --nx 4096 --ny 4096 --repeat 5 --csv results/diffusion.csv",
        "  hpc diffusion --preset csc-heat --output heat --output-every 100",
        "  hpc diffusion --scheme adi --dt 0.01 --bc insulated --ic disc:1,0",
        "  hpc diffusion --bc periodic,periodic,0,insulated --ic disc:1,0 --verify",
        "  hpc diffusion --nx 16384 --ny 16384 --steps 1e6 --checkpoint run --restart",
        "  srun --nodes=2 --ntasks=8 java -jar hpc.jar diffusion --preset csc-heat");
  }

  @Override
  public final List<Parameter<?>> posed() {
    return DiffusionParameters.ALL;
  }

  @Override
  public List<Parameter<?>> parameters() {
    return Stream.concat(
            posed().stream(),
            Stream.of(KERNEL, DECOMPOSITION, BLOCK_STEPS, BLOCK_COLUMNS, ROOFLINE))
        .toList();
  }

  @Override
  public Task task(Arguments given, RunContext here) {
    return measured(given, workload(given, here));
  }

  /** Timed repetitions of {@code workload}, as the parameters say. */
  protected static Task.Measured measured(Arguments given, DiffusionWorkload workload) {
    Task.Measured measured = new Task.Measured(workload);
    return given.has(ROOFLINE)
        ? measured.within(execution -> bounds(workload, execution))
        : measured;
  }

  private static List<Bound> bounds(DiffusionWorkload workload, Execution execution) {
    int steps = workload.stepsPerPass(execution.ranks().size(), execution.ranges().threads());
    return Roofline.measure(execution, workload.kernel(), System::nanoTime).bounds(steps);
  }

  /** What is solved and how. */
  protected final DiffusionWorkload workload(Arguments given, RunContext here) {
    DiffusionProblem problem = problem(given);
    return new DiffusionWorkload(
            problem,
            Kernels.named(given.get(KERNEL).orElse("auto")),
            Decomposition.parse(given.get(DECOMPOSITION).orElse("auto")),
            new Blocking(
                number(given, BLOCK_STEPS), number(given, BLOCK_COLUMNS), here.cacheBytes(2)))
        .watchedBy(List.of(), here.progress(problem.updates()));
  }

  private static OptionalInt number(Arguments given, Parameter<Integer> parameter) {
    return given.get(parameter).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  @Override
  public final Workload reference(Arguments given, RunContext here) {
    return new DiffusionWorkload(problem(given), Kernels.named("auto"));
  }

  private DiffusionProblem problem(Arguments given) {
    return DiffusionParameters.problem(given, parameter -> inFile(parameter, given));
  }

  /** The field in the file that a parameter names; here none does. */
  protected Optional<ScalarField.Sampled> inFile(Parameter<String> parameter, Arguments given) {
    return Optional.empty();
  }

  @Override
  public final Set<String> placeholders() {
    return Set.of("nx", "ny", "dx", "dy", "diffusivity", "kx", "ky", "dt", "steps", "bc", "ic");
  }

  /** The mean as CSC's program prints it, and the field's fingerprint. */
  @Override
  public final String forPeople(String answer) {
    DiffusionAnswer field = DiffusionAnswer.parse(answer);
    // no -0.000000
    double mean = Math.abs(field.mean()) < HALF_A_DIGIT ? 0 : field.mean();
    return String.format(Locale.ROOT, "mean %.6f%nfield %s", mean, field.fieldHex());
  }

  @Override
  public final String number(String answer) {
    return Double.toString(DiffusionAnswer.parse(answer).mean());
  }

  @Override
  public final Optional<SizeRule> size() {
    return Optional.of(new GridSize());
  }

  @Override
  public final Set<String> sizeParameters() {
    return Set.of("nx", "ny", "dx", "dy", "dt", "steps", "time");
  }

  @Override
  public final Optional<String> refusal(Map<String, String> options, int ranks) {
    return GridSize.rowsToShare(options).stream()
        .filter(rows -> ranks > rows)
        .mapToObj(rows -> "ranks %s: more than nx %s".formatted(ranks, rows))
        .findFirst();
  }

  @Override
  public final List<String> kernels(Arguments given) {
    Stream<String> names =
        given.get(DiffusionParameters.SCHEME).orElse(Scheme.EXPLICIT) == Scheme.ADI
            ? Stream.of(
                "AdiStepper::advance",
                "AdiStepper::solveRows",
                "Tridiagonal::solveRows",
                "Tridiagonal::solveRow",
                "Tridiagonal::solveFourRows",
                "ScalarAdiKernel",
                "VectorAdiKernel")
            : Stream.of("Wavefront::run", "ScalarKernel", "VectorKernel");
    return names.map("hpc.diffusion."::concat).toList();
  }
}
