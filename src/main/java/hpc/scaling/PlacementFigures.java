package hpc.scaling;

import hpc.bench.Measure;
import hpc.bench.Measures;
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
 * @param leftOut rows that failed or whose answer is wrong
 * @param walls the wall times, ascending, at least one
 * @param wallInterval the interval of their median; empty with fewer than five runs
 * @param measures medians of times and energy, and the largest of the sizes of memory
 * @param rate median, in the problem's unit
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
    int leftOut,
    List<Double> walls,
    Optional<Interval> wallInterval,
    Measures measures,
    OptionalDouble rate,
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

  /** How many rows the figures are made of. */
  public int runs() {
    return walls.size();
  }

  /** The median of the wall times. */
  public double wallMedian() {
    return measures.get(Measure.WALL).orElseThrow();
  }

  /** The shortest wall time. */
  public double wallMin() {
    return walls.getFirst();
  }

  /** The longest wall time. */
  public double wallMax() {
    return walls.getLast();
  }

  /** The median of the time inside phase compute. */
  public OptionalDouble compute() {
    return measures.get(Measure.COMPUTE);
  }

  /** The median of the time inside phase communication. */
  public OptionalDouble communication() {
    return measures.get(Measure.COMMUNICATION);
  }

  /** The median of the time inside phase wait. */
  public OptionalDouble waiting() {
    return measures.get(Measure.WAITING);
  }

  /** The median of the time inside phase I/O. */
  public OptionalDouble io() {
    return measures.get(Measure.IO);
  }

  /** The largest peak of a rank in any repetition. */
  public OptionalLong rssPeakBytes() {
    return measures.bytes(Measure.RSS_PEAK);
  }

  /** The largest sum over the ranks in any repetition. */
  public OptionalLong rssTotalBytes() {
    return measures.bytes(Measure.RSS_TOTAL);
  }

  /** Whether the intervals of the two wall times overlap, so that neither can be called faster. */
  public boolean isLevelWith(PlacementFigures other) {
    return wallInterval.isPresent()
        && other.wallInterval.isPresent()
        && wallInterval.get().overlaps(other.wallInterval.get());
  }
}
