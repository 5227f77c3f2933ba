package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;

/** {@link Scheme#EXPLICIT}: several steps for one pass over memory and one exchange of halos. */
final class ExplicitStepper implements Stepper {

  private final int mostSteps;
  private final HaloExchange halo;
  private final Wavefront wavefront;
  private final BandSweep sweep;
  private final Execution execution;

  /**
   * Steps over one share.
   *
   * @param mostSteps steps between two exchanges: as many as halos are deep
   */
  ExplicitStepper(
      int mostSteps, HaloExchange halo, Wavefront wavefront, BandSweep sweep, Execution execution) {
    this.mostSteps = mostSteps;
    this.halo = halo;
    this.wavefront = wavefront;
    this.sweep = sweep;
    this.execution = execution;
  }

  @Override
  public int mostSteps() {
    return mostSteps;
  }

  @Override
  public void advance(Field field, int steps, PhaseClock clock) {
    halo.send(field.now(), clock);
    halo.receiveBeside(field.now(), clock);
    clock.in(Phase.COMPUTE, () -> sweep.bands(field, steps));
    halo.receiveAboveAndBelow(field.now(), clock);
    clock.in(Phase.COMPUTE, () -> sweep.seams(field, steps));
    field.advance(steps);
  }

  @Override
  public void rehearse(Field field) {
    wavefront.rehearse(field.now(), field.next());
  }

  /** After a sweep the other array holds every point one step earlier. */
  @Override
  public double largestChange(Field field) {
    return field.largestDifference(execution.ranges());
  }
}
