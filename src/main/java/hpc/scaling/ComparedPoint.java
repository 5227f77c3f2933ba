package hpc.scaling;

import hpc.bench.Placement;
import hpc.exec.Problem;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One problem in one placement, in two sets of results.
 *
 * @param problem what was solved; points match by app, algorithm, kernel and canonical form
 * @param jvm flags of the JVM that a sweep compares with others; empty if none
 * @param placement how it was spread
 * @param a the rows of the first set
 * @param b the rows of the second set
 * @param ratio median wall time of b over that of a, above 1 where b is slower; empty where there
 *     are no two medians to compare
 * @param interval of the ratio; empty with fewer than five rows in a set
 * @param finding what it comes to
 */
public record ComparedPoint(
    Problem problem,
    String jvm,
    Placement placement,
    PlacementSample a,
    PlacementSample b,
    OptionalDouble ratio,
    Optional<Interval> interval,
    Finding finding) {

  /** Compares two samples of one point; at least one of them has a usable row. */
  static ComparedPoint of(
      Problem problem,
      String jvm,
      PlacementSample a,
      PlacementSample b,
      MedianBootstrap bootstrap) {
    boolean comparable =
        a.isUsable() && b.isUsable() && Math.max(a.processors().size(), b.processors().size()) == 1;
    Optional<Interval> interval =
        comparable ? bootstrap.ratio(b.walls(), a.walls()) : Optional.empty();
    return new ComparedPoint(
        problem,
        jvm,
        a.placement(),
        a,
        b,
        comparable ? OptionalDouble.of(b.wallMedian() / a.wallMedian()) : OptionalDouble.empty(),
        interval,
        finding(a, b, comparable, interval));
  }

  private static Finding finding(
      PlacementSample a, PlacementSample b, boolean comparable, Optional<Interval> interval) {
    if (!b.isUsable()) {
      return Finding.ONLY_IN_A;
    }
    if (!a.isUsable()) {
      return Finding.ONLY_IN_B;
    }
    if (!comparable) {
      return Finding.SEVERAL_PROCESSORS;
    }
    return interval.map(ComparedPoint::finding).orElse(Finding.TOO_FEW_ROWS);
  }

  private static Finding finding(Interval interval) {
    return interval.holds(1)
        ? Finding.NOT_DISTINGUISHABLE
        : interval.low() > 1 ? Finding.SLOWER : Finding.FASTER;
  }

  /**
   * Whether the whole interval lies beyond a bound: the time has grown by more than that, not only
   * the figure.
   *
   * @param slowdown the bound, 0.05 for 5 %
   */
  public boolean isSlowerThan(double slowdown) {
    return interval.isPresent() && interval.get().low() > 1 + slowdown;
  }

  /** What comparing a point of two sets of results comes to. */
  public enum Finding {
    /** the whole interval of the ratio of times lies below 1 */
    FASTER("faster"),
    /** the whole interval lies above 1 */
    SLOWER("slower"),
    /** the interval holds 1 */
    NOT_DISTINGUISHABLE("not distinguishable"),
    /** one set has fewer than five rows, so that there is no interval */
    TOO_FEW_ROWS("too few rows"),
    /** rows of one set come from different processors, whose median would mean nothing */
    SEVERAL_PROCESSORS("several processors"),
    /** the second set has no usable row of it */
    ONLY_IN_A("only in A"),
    /** the first set has no usable row of it */
    ONLY_IN_B("only in B");

    private final String words;

    Finding(String words) {
      this.words = words;
    }

    /** In tables and files. */
    public String words() {
      return words;
    }

    /** Whether times were told apart, or could not be in spite of enough rows. */
    public boolean isJudged() {
      return this == FASTER || this == SLOWER || this == NOT_DISTINGUISHABLE;
    }

    /** Whether both sets have usable rows of the point. */
    public boolean isInBoth() {
      return this != ONLY_IN_A && this != ONLY_IN_B;
    }
  }
}
