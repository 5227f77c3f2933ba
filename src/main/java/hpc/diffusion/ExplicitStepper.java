package hpc.diffusion;

import hpc.diffusion.Wavefront.MovingRange;
import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.parallel.RangeExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Scheme#EXPLICIT}: several steps for one pass over memory and one exchange of halos, on all
 * threads of a rank, without a barrier per step.
 *
 * <p>The rows are cut in bands, one per thread. In the first part of a sweep each thread takes its
 * band through all steps and gives up one row per step beside every cut, since it does not know
 * what lies beyond. In the second part the rows given up are made up for: from each cut a seam
 * grows by one row per step to either side. Every point is computed once, there is one barrier
 * after each part, and no copies are made.
 *
 * <p>An open side is a cut too. There the seam begins as many ghost rows out as the sweep has
 * steps, all but one, and moves inward: the halo is consumed row by row, while the neighbour
 * computes the same rows itself. The bands need none of the ghosts above and below, which are on
 * their way meanwhile. Columns are not cut: at an open side they reach out in the first step and
 * draw back in the same way.
 */
final class ExplicitStepper implements Stepper {

  private record Parts(List<MovingRange> bands, List<MovingRange> seams) {}

  private final int mostSteps;
  private final HaloExchange halo;
  private final Wavefront wavefront;
  private final RangeExecutor callers;
  private final RangeExecutor ranges;
  private final int rows;
  private final int columns;
  // 1 where the field goes on, 0 at a wall: how far an end moves per step
  private final int above;
  private final int below;
  private final int left;
  private final int right;

  /**
   * Steps over one share.
   *
   * @param mostSteps steps between two exchanges, and the depth of halos
   * @param callers the threads that call the kernel
   */
  ExplicitStepper(
      int mostSteps,
      FieldLayout layout,
      Wavefront wavefront,
      RangeExecutor callers,
      Execution execution) {
    this.mostSteps = mostSteps;
    this.halo = new HaloExchange(execution.ranks(), layout);
    this.wavefront = wavefront;
    this.callers = callers;
    this.ranges = execution.ranges();
    this.rows = layout.rows();
    this.columns = layout.columns();
    this.above = layout.block().opens(-1, 0) ? 1 : 0;
    this.below = layout.block().opens(1, 0) ? 1 : 0;
    this.left = layout.block().opens(0, -1) ? 1 : 0;
    this.right = layout.block().opens(0, 1) ? 1 : 0;
  }

  @Override
  public int mostSteps() {
    return mostSteps;
  }

  @Override
  public void advance(Field field, int steps, PhaseClock clock) {
    Parts parts = parts(steps);
    halo.send(field.now(), clock);
    halo.receiveBeside(field.now(), clock);
    clock.in(Phase.COMPUTE, () -> sweep(field, steps, parts.bands));
    halo.receiveAboveAndBelow(field.now(), clock);
    clock.in(Phase.COMPUTE, () -> sweep(field, steps, parts.seams));
    field.advance(steps);
  }

  private void sweep(Field field, int steps, List<MovingRange> parts) {
    MovingRange width = reach(columns, left, right, steps);
    callers.split(
        0,
        parts.size(),
        (_, from, to) -> {
          for (MovingRange part : parts.subList((int) from, (int) to)) {
            wavefront.run(field.now(), field.next(), steps, part, width);
          }
        });
  }

  /**
   * Cuts the rows. Two seams grow into a band, so that it takes two rows per step; a share with
   * fewer is not cut, but waits for its ghosts and is computed in one piece.
   */
  private Parts parts(int steps) {
    int bandCount = Math.min(callers.threads(), rows / (2 * steps));
    if (bandCount == 0) {
      return new Parts(List.of(), List.of(reach(rows, above, below, steps)));
    }
    Partition share = new Partition(rows, bandCount);
    List<MovingRange> bands = new ArrayList<>();
    List<MovingRange> seams = new ArrayList<>();
    MovingRange end = new MovingRange(-above * (steps - 1), above, above, above);
    for (int band = 0; band < bandCount; band++) {
      seams.add(end);
      int next = (int) share.first(band + 1);
      MovingRange seam =
          band < bandCount - 1
              ? new MovingRange(next, -1, next, 1)
              : new MovingRange(rows - below, -below, rows + below * (steps - 1), -below);
      bands.add(new MovingRange(end.to(), end.toSlope(), seam.from(), seam.fromSlope()));
      end = seam;
    }
    seams.add(end);
    return new Parts(bands, seams);
  }

  /** All that is computed along one axis: at an open end the ghosts too, fewer in each step. */
  private static MovingRange reach(int points, int before, int after, int steps) {
    return new MovingRange(-before * (steps - 1), before, points + after * (steps - 1), -after);
  }

  @Override
  public void rehearse(Field field) {
    wavefront.rehearse(field.now(), field.next());
  }

  /** After a sweep the other array holds every point one step earlier. */
  @Override
  public double largestChange(Field field) {
    return field.largestDifference(ranges);
  }
}
