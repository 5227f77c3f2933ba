package hpc.scaling;

import hpc.bench.Placement;
import hpc.exec.Problem;
import java.util.List;
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
    Side a,
    Side b,
    OptionalDouble ratio,
    Optional<Interval> interval,
    Verdict finding) {

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
        Side.of(a),
        Side.of(b),
        comparable ? OptionalDouble.of(b.wallMedian() / a.wallMedian()) : OptionalDouble.empty(),
        interval,
        finding(a, b, comparable, interval));
  }

  private static Verdict finding(
      PlacementSample a, PlacementSample b, boolean comparable, Optional<Interval> interval) {
    if (!b.isUsable()) {
      return Verdict.ONLY_IN_A;
    }
    if (!a.isUsable()) {
      return Verdict.ONLY_IN_B;
    }
    if (!comparable) {
      return Verdict.SEVERAL_PROCESSORS;
    }
    return interval.map(ComparedPoint::finding).orElse(Verdict.TOO_FEW_ROWS);
  }

  private static Verdict finding(Interval interval) {
    return interval.holds(1)
        ? Verdict.NOT_DISTINGUISHABLE
        : interval.low() > 1 ? Verdict.SLOWER : Verdict.FASTER;
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

  /**
   * The rows of one set.
   *
   * @param walls wall times of the usable rows in seconds, ascending
   * @param leftOut rows that failed, gave a wrong answer, did not become steady or are parts of a
   *     run
   * @param median of the wall times; empty without a usable row
   * @param processors of the usable rows
   */
  public record Side(
      List<Double> walls, int leftOut, OptionalDouble median, List<String> processors) {

    /** Copies the lists. */
    public Side {
      walls = List.copyOf(walls);
      processors = List.copyOf(processors);
    }

    private static Side of(PlacementSample sample) {
      return new Side(
          sample.walls(),
          sample.leftOut(),
          sample.isUsable() ? OptionalDouble.of(sample.wallMedian()) : OptionalDouble.empty(),
          sample.processors());
    }
  }
}
