package hpc.diffusion;

import hpc.parallel.RangeExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the share of one rank through several steps, on all its threads, without a barrier per
 * step.
 *
 * <p>The rows are cut in bands, one per thread. In the first part, {@link #bands}, each thread
 * takes its band through all steps and gives up one row per step beside every cut, since it does
 * not know what lies beyond. In the second part, {@link #seams}, the rows given up are made up for:
 * from each cut a seam grows by one row per step to either side. Every point is computed once,
 * there is one barrier after each part, and no copies are made.
 *
 * <p>An open side is a cut too. There the seam begins as many ghost rows out as the sweep has
 * steps, all but one, and moves inward: the halo is consumed row by row, while the neighbour
 * computes the same rows itself. The bands need none of the ghosts above and below, which are on
 * their way meanwhile. Columns are not cut: at an open side they reach out in the first step and
 * draw back in the same way.
 */
final class BandSweep {

  /** What is computed in the first part of a sweep, and in the second. */
  private record Parts(List<MovingRange> bands, List<MovingRange> seams) {}

  private final Wavefront wavefront;
  private final RangeExecutor ranges;
  private final int rows;
  private final int columns;
  // 1 where the field goes on, 0 at a wall: how far an end moves per step
  private final int above;
  private final int below;
  private final int left;
  private final int right;

  /** Sweeps over one share. */
  BandSweep(Wavefront wavefront, RangeExecutor ranges, Block block) {
    this.wavefront = wavefront;
    this.ranges = ranges;
    this.rows = (int) block.rows();
    this.columns = (int) block.columns();
    this.above = block.opens(-1, 0) ? 1 : 0;
    this.below = block.opens(1, 0) ? 1 : 0;
    this.left = block.opens(0, -1) ? 1 : 0;
    this.right = block.opens(0, 1) ? 1 : 0;
  }

  /**
   * Does what can be done without the ghosts above and below.
   *
   * @param steps of this sweep, at most as many as there are ghosts at open sides
   */
  void bands(Field field, int steps) {
    run(field, steps, parts(steps).bands);
  }

  /** Does the rest, with the ghosts. */
  void seams(Field field, int steps) {
    run(field, steps, parts(steps).seams);
  }

  private void run(Field field, int steps, List<MovingRange> parts) {
    MovingRange width = reach(columns, left, right, steps);
    ranges.split(
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
    int bandCount = Math.min(ranges.threads(), rows / (2 * steps));
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
}
