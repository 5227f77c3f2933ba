package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.exec.Workload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One repetition: the share of this rank and the time loop over it. */
public final class DiffusionRun implements Workload.Run {

  private static final Logger LOG = LoggerFactory.getLogger(DiffusionRun.class);

  private final DiffusionProblem problem;
  private final Execution execution;
  private final Block block;
  private final int sweepSteps;
  private final Field field;
  private final HaloExchange halo;
  private final Sweep sweep;

  /** Allocates and fills the share of this rank, each row by the worker that will update it. */
  DiffusionRun(DiffusionWorkload workload, Execution execution) {
    this.problem = workload.diffusion();
    this.execution = execution;
    this.block = workload.share(execution.ranks().rank(), execution.ranks().size());
    Tiling tiling = workload.blocking().over(block, execution.ranges().threads(), problem.steps());
    // halos are as deep on every rank, also where caches or threads are not alike
    this.sweepSteps = (int) -execution.ranks().max(-tiling.steps())[0];
    LOG.debug(
        "{} x {} ranks, {} steps per sweep, tiles of {} columns at most",
        block.ranks().alongX(),
        block.ranks().alongY(),
        sweepSteps,
        tiling.columns());
    this.field = Field.allocate(block, sweepSteps, Runtime.getRuntime().maxMemory());
    FieldLayout layout = field.layout();
    GhostCells ghosts = new GhostCells(layout, block);
    this.halo = new HaloExchange(execution.ranks(), layout, block);
    this.sweep =
        new Sweep(
            new Wavefront(
                workload.kernel(),
                layout,
                ghosts,
                tiling.columns(),
                problem.weightX(),
                problem.weightY()),
            execution.ranges(),
            block);
    field.fillNext(problem, block, execution.ranges());
    field.advance(1);
    ghosts.hold(field.now());
    ghosts.hold(field.next());
    ghosts.follow(field.now(), 0, layout.rows(), 0, layout.columns());
  }

  @Override
  public void solve(PhaseClock clock) {
    for (long step = 0; step < problem.steps(); step += sweepSteps) {
      int steps = (int) Math.min(sweepSteps, problem.steps() - step);
      halo.send(field.now(), clock);
      halo.receiveBeside(field.now(), clock);
      clock.in(Phase.COMPUTE, () -> sweep.bands(field, steps));
      halo.receiveAboveAndBelow(field.now(), clock);
      clock.in(Phase.COMPUTE, () -> sweep.seams(field, steps));
      field.advance(steps);
    }
  }

  @Override
  public Outcome outcome(Workload.Checking checking) {
    return new Verification(problem, execution, field, block).judge(statistics(), checking);
  }

  /** Least, greatest and mean value and checksum of the field as it is now; collective. */
  public FieldStatistics statistics() {
    return FieldStatistics.of(field.now(), field.layout(), block, execution);
  }
}
