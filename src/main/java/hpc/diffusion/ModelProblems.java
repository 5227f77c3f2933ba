package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome.Check;
import hpc.exec.PhaseClock;
import hpc.mpi.SingleProcess;
import hpc.parallel.ForkJoinRanges;
import hpc.parallel.SerialRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code --verify} solves besides the problem itself: small ones of its kind with a known
 * answer. They show whether the solver is right where the problem is too large to be computed a
 * second time.
 */
final class ModelProblems {

  /** Points of each rank along an axis: some vectors, some tiles, halos as deep as usual. */
  private static final int POINTS_OF_A_RANK = 131;

  private static final int STEPS = 40;

  private static final int MOST_THREADS = 3;

  private final DiffusionWorkload workload;

  ModelProblems(DiffusionWorkload workload) {
    this.workload = workload;
  }

  List<Check> checks(Execution execution) {
    List<Check> checks = new ArrayList<>();
    checks.add(equalityOfModes(execution));
    checks.addAll(new AccuracyStudy(workload.diffusion().scheme(), workload.kernel()).checks());
    return checks;
  }

  /** The problem's small likeness, on all threads and ranks of this run, against one of each. */
  private Check equalityOfModes(Execution execution) {
    RankGrid ranks = workload.share(0, execution.ranks().size()).ranks();
    DiffusionProblem likeness = likeness(ranks);
    Optional<String> refusal = ReferenceSolver.refusal(likeness);
    if (refusal.isPresent()) {
      return new Check("equality of modes", true, false, refusal.get());
    }
    long expected = ReferenceSolver.checksum(likeness);
    List<String> wrong = new ArrayList<>();
    if (checksum(likeness, workload.kernel(), workload.decomposition(), execution) != expected) {
      wrong.add("as in this run");
    }
    for (Kernel kernel : List.of(new ScalarKernel(), workload.kernel())) {
      for (int threads = 1; threads <= MOST_THREADS; threads++) {
        try (Execution other = inThisProcess(threads)) {
          if (checksum(likeness, kernel, Decomposition.AUTO, other) != expected) {
            wrong.add("%s kernel on %s threads".formatted(kernel.name(), threads));
          }
        }
      }
    }
    String finding =
        "%s x %s points, %s ranks x %s threads as in this run, and on 1 to %s threads with the scalar and the %s kernel: %s"
            .formatted(
                likeness.grid().nx(),
                likeness.grid().ny(),
                execution.ranks().size(),
                execution.ranges().threads(),
                MOST_THREADS,
                workload.kernel().name(),
                wrong.isEmpty()
                    ? "the same bits as a naive serial program"
                    : "other bits than a naive serial program " + String.join(", ", wrong));
    return new Check("equality of modes", wrong.isEmpty(), false, finding);
  }

  private long checksum(
      DiffusionProblem likeness, Kernel kernel, Decomposition decomposition, Execution where) {
    Blocking blocking = Blocking.byRule(workload.blocking().cacheBytes());
    DiffusionRun run =
        new DiffusionWorkload(likeness, kernel, decomposition, blocking).prepare(where);
    run.solve(new PhaseClock(System::nanoTime));
    return run.statistics().checksum();
  }

  private static Execution inThisProcess(int threads) {
    return threads == 1
        ? new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess())
        : new Execution(Mode.FORKJOIN, new ForkJoinRanges(threads), new SingleProcess());
  }

  private DiffusionProblem likeness(RankGrid ranks) {
    DiffusionProblem problem = workload.diffusion();
    Grid grid =
        new Grid(
            Math.min(problem.grid().nx(), (long) POINTS_OF_A_RANK * ranks.alongX()),
            Math.min(problem.grid().ny(), (long) POINTS_OF_A_RANK * ranks.alongY()),
            problem.grid().dx(),
            problem.grid().dy());
    Medium medium = problem.medium();
    return new DiffusionProblem(
        grid,
        new Medium(medium.kx(), medium.ky(), medium.coefficient().map(k -> bell(k, grid))),
        problem.source().map(heat -> bell(heat, grid)),
        problem.scheme(),
        problem.dt(),
        Math.min(problem.steps(), STEPS),
        OptionalDouble.empty(),
        problem.sides(),
        bell(problem.initial(), grid));
  }

  /** A field with the same extremes that every grid can have. */
  private static ScalarField bell(ScalarField field, Grid grid) {
    double sigma = 0.2 * Math.min(grid.nx() * grid.dx(), grid.ny() * grid.dy());
    double range = field.highest() - field.lowest();
    return new ScalarField.Gaussian(range, sigma, field.lowest());
  }
}
