package hpc.scaling;

import hpc.bench.Placement;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the repetitions of one problem in one placement come to. Times are in seconds; empty means
 * that no row knew.
 *
 * @param placement how the runs were spread
 * @param runs rows that the figures are made of, at least 1
 * @param leftOut rows that failed or whose answer is wrong
 * @param wallMedian median of the wall times
 * @param wallMin the shortest
 * @param wallMax the longest
 * @param compute median
 * @param communication median
 * @param waiting median
 * @param io median
 * @param rate median, in the problem's unit
 * @param rssPeakBytes the largest peak of a rank in any repetition
 * @param rssTotalBytes the largest sum over the ranks in any repetition
 * @param speedup median wall time of the baseline over that of this placement
 * @param efficiency speedup over the ratio of cores: 1 is ideal
 */
public record PlacementFigures(
    Placement placement,
    int runs,
    int leftOut,
    double wallMedian,
    double wallMin,
    double wallMax,
    OptionalDouble compute,
    OptionalDouble communication,
    OptionalDouble waiting,
    OptionalDouble io,
    OptionalDouble rate,
    OptionalLong rssPeakBytes,
    OptionalLong rssTotalBytes,
    double speedup,
    double efficiency) {}
