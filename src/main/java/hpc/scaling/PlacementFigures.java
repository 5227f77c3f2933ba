package hpc.scaling;

import hpc.bench.Placement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the repetitions of one problem in one placement come to. Times are in seconds; empty means
 * that no row knew.
 *
 * @param placement how the runs were spread
 * @param runs rows that the figures are made of, at least 1
 * @param leftOut rows that failed or whose answer is wrong
 * @param walls the wall times, ascending
 * @param wallMedian median of the wall times
 * @param wallInterval its interval; empty with fewer than five runs
 * @param wallMin the shortest
 * @param wallMax the longest
 * @param compute median
 * @param communication median
 * @param waiting median
 * @param io median
 * @param gc median
 * @param jit median
 * @param energyJoules median of what the processors of the nodes took
 * @param rate median, in the problem's unit
 * @param rssPeakBytes the largest peak of a rank in any repetition
 * @param rssTotalBytes the largest sum over the ranks in any repetition
 * @param speedup median wall time of the baseline over that of this placement
 * @param speedupInterval its interval; empty if this placement or the baseline has fewer than five
 *     runs
 * @param efficiency speedup over the ratio of cores: 1 is ideal
 * @param efficiencyInterval its interval, as that of the speedup
 * @param serialFraction of Karp and Flatt: (1 / S - 1 / q) / (1 - 1 / q) for speedup S on q times
 *     the cores of the baseline; empty for q = 1 (A. H. Karp, H. P. Flatt, Measuring parallel
 *     processor performance, CACM 33(5), 1990); negative where the speedup is above q
 * @param factors whose product is the efficiency; empty if compute times are not known
 */
public record PlacementFigures(
    Placement placement,
    int runs,
    int leftOut,
    List<Double> walls,
    double wallMedian,
    Optional<Interval> wallInterval,
    double wallMin,
    double wallMax,
    OptionalDouble compute,
    OptionalDouble communication,
    OptionalDouble waiting,
    OptionalDouble io,
    OptionalDouble gc,
    OptionalDouble jit,
    OptionalDouble energyJoules,
    OptionalDouble rate,
    OptionalLong rssPeakBytes,
    OptionalLong rssTotalBytes,
    double speedup,
    Optional<Interval> speedupInterval,
    double efficiency,
    Optional<Interval> efficiencyInterval,
    OptionalDouble serialFraction,
    Optional<EfficiencyFactors> factors) {

  /** Copies the list. */
  public PlacementFigures {
    walls = List.copyOf(walls);
  }

  /** Whether the intervals of the two wall times overlap, so that neither can be called faster. */
  public boolean isLevelWith(PlacementFigures other) {
    return wallInterval.isPresent()
        && other.wallInterval.isPresent()
        && wallInterval.get().overlaps(other.wallInterval.get());
  }
}
