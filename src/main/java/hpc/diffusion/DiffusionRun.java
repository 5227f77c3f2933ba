package hpc.diffusion;

import hpc.diffusion.Blocking.Tiling;
import hpc.diffusion.DiffusionWorkload.Start;
import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.PhaseClock;
import hpc.exec.Workload;
import hpc.exec.Workload.Checking;
import hpc.parallel.RangeExecutor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** One repetition: the share of this rank and the time loop over it. */
public final class DiffusionRun implements Workload.Run {

  private final DiffusionWorkload workload;
  private final DiffusionProblem problem;
  private final Execution execution;
  private final Field field;
  private final Stepper stepper;
  private final Optional<SteadyState> steadyState;
  private final List<Observer> observers;
  private final Start start;
  private long step;
  private boolean complete;
  private boolean stopped;

  /** Allocates and fills the share of this rank, each row by the worker that will update it. */
  DiffusionRun(DiffusionWorkload workload, Execution execution) {
    this.workload = workload;
    this.problem = workload.diffusion();
    this.execution = execution;
    Block block = workload.share(execution.ranks().rank(), execution.ranks().size());
    Tiling tiling = workload.tiling(block, execution.ranges().threads());
    // halos are as deep on every rank, also where caches or threads are not alike
    int sweepSteps = (int) -execution.ranks().max(-tiling.steps())[0];
    this.field =
        Field.allocate(
            block,
            sweepSteps,
            workload.neededBytes(block, sweepSteps, execution.ranges().threads()),
            Runtime.getRuntime().maxMemory());
    FieldLayout layout = field.layout();
    GhostCells ghosts = new GhostCells(problem, layout);
    this.stepper =
        switch (problem.scheme()) {
          case EXPLICIT -> explicit(ghosts, sweepSteps, tiling.columns());
          case ADI ->
              new AdiStepper(
                  problem, layout, ghosts, Kernels.adi(workload.kernel().name()), execution);
        };
    this.start = workload.start();
    this.step = start.step();
    field.fillNext(start.field().get(), execution.ranges());
    field.advance(1);
    ghosts.hold(field.now());
    ghosts.hold(field.next());
    ghosts.follow(field.now(), 0, layout.rows(), 0, layout.columns());
    this.steadyState =
        problem.steady().stream().mapToObj(_ -> new SteadyState(problem, step)).findFirst();
    this.observers = workload.observers();
    stepper.rehearse(field);
  }

  private Stepper explicit(GhostCells ghosts, int sweepSteps, int tileColumns) {
    FieldLayout layout = field.layout();
    Kernel kernel = workload.kernel();
    RangeExecutor ranges = execution.ranges();
    Stencil stencil = Stencil.of(problem, kernel, layout, ranges);
    Wavefront wavefront = new Wavefront(stencil, layout, ghosts, tileColumns, kernel.callPoints());
    return new ExplicitStepper(sweepSteps, layout, wavefront, kernel.callers(ranges), execution);
  }

  @Override
  public void solve(PhaseClock clock) {
    look(clock);
    while (!complete && !stopped) {
      long pause = Math.min(problem.steps(), nextLook(step + 1));
      int steps = (int) Math.min(stepper.mostSteps(), pause - step);
      stepper.advance(field, steps, clock);
      step += steps;
      workload.progress().accept(steps * problem.grid().points());
      look(clock);
    }
    if (complete) {
      observers.forEach(observer -> observer.end(view(), execution, clock));
    }
  }

  private long nextLook(long from) {
    return Stream.concat(steadyState.stream(), observers.stream())
        .mapToLong(observer -> observer.next(from))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Lets the observers look whose step this is, after it is known whether it is the last one. */
  private void look(PhaseClock clock) {
    boolean steady = steadyState.filter(state -> !goesOn(state, clock)).isPresent();
    complete = step == problem.steps() || steady;
    for (Observer observer : observers) {
      stopped |= !goesOn(observer, clock);
    }
  }

  private boolean goesOn(Observer observer, PhaseClock clock) {
    return observer.next(step) != step || observer.look(view(), execution, clock);
  }

  private FieldView view() {
    DiffusionProblem viewed = complete ? problem.until(step) : problem;
    return new FieldView(viewed, step, field, stepper);
  }

  @Override
  public Workload.Extent extent() {
    long work = (step - start.step()) * problem.grid().points();
    return new Workload.Extent(OptionalLong.of(work), start.part(), complete);
  }

  /** One that was stopped is checked cheaply, whatever is asked: who stops it may not wait. */
  @Override
  public Outcome outcome(Checking checking) {
    if (step == 0) {
      return new Outcome(
          statistics().answer().toString(), Outcome.Verdict.UNCHECKED, "stopped before step 1");
    }
    return new Verification(problem.until(step), execution, field, statistics())
        .judge(complete ? checking : Checking.CHEAP, new ModelProblems(workload))
        .shortOf(steadyState.filter(_ -> complete).flatMap(SteadyState::shortfall));
  }

  /** Least, greatest and mean value and checksum of the field as it is now; collective. */
  public FieldStatistics statistics() {
    return FieldStatistics.of(field.now(), field.layout(), execution);
  }
}
