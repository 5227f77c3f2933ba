package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Workload;

/** One repetition: the rows of this rank and the time loop over them. */
public final class DiffusionRun implements Workload.Run {

  private final DiffusionProblem problem;
  private final Kernel kernel;
  private final Execution execution;
  private final RowPartition partition;
  private final Field field;
  private final GhostCells ghosts;
  private final HaloExchange halo;

  /** Allocates and fills the rows of this rank, each by the worker that will update it. */
  DiffusionRun(DiffusionProblem problem, Kernel kernel, Execution execution) {
    this.problem = problem;
    this.kernel = kernel;
    this.execution = execution;
    int rank = execution.ranks().rank();
    int ranks = execution.ranks().size();
    this.partition = new RowPartition(problem.grid().nx(), ranks);
    this.field = Field.allocate(problem.grid(), partition, rank, Runtime.getRuntime().maxMemory());
    this.ghosts = new GhostCells(field.layout(), problem.sides(), rank, ranks);
    this.halo = new HaloExchange(execution.ranks(), field.layout(), problem.sides().rowsWrap());
    fill();
  }

  @Override
  public void solve(PhaseClock clock) {
    double cx = problem.weightX();
    double cy = problem.weightY();
    Runnable exchange = () -> halo.exchange(field.now());
    Runnable update = () -> update(cx, cy);
    for (long step = 0; step < problem.steps(); step++) {
      clock.in(Phase.COMMUNICATION, exchange);
      clock.in(Phase.COMPUTE, update);
      field.swap();
    }
  }

  @Override
  public Outcome outcome(Workload.Checking checking) {
    return new Verification(problem, execution, field, firstRow()).judge(statistics(), checking);
  }

  /** Least, greatest and mean value and checksum of the field as it is now; collective. */
  public FieldStatistics statistics() {
    return FieldStatistics.of(field.now(), field.layout(), problem.grid(), firstRow(), execution);
  }

  private void update(double cx, double cy) {
    FieldLayout layout = field.layout();
    double[] next = field.next();
    execution
        .ranges()
        .split(
            0,
            layout.rows(),
            (_, from, to) -> {
              kernel.update(field.now(), next, layout, (int) from, (int) to, cx, cy);
              ghosts.follow(next, (int) from, (int) to);
            });
  }

  private void fill() {
    FieldLayout layout = field.layout();
    InitialField.Rows initial = problem.initial().on(problem.grid(), problem.sides());
    ghosts.holdRows(field.now());
    ghosts.holdRows(field.next());
    execution
        .ranges()
        .split(
            0,
            layout.rows(),
            (_, from, to) -> {
              for (int row = (int) from; row < to; row++) {
                initial.fill(firstRow() + row, field.now(), layout.index(row, 0));
              }
              ghosts.holdColumns(field.now(), (int) from, (int) to);
              ghosts.holdColumns(field.next(), (int) from, (int) to);
              ghosts.follow(field.now(), (int) from, (int) to);
            });
  }

  /** Global number of the first row of this rank. */
  private long firstRow() {
    return partition.first(execution.ranks().rank());
  }
}
