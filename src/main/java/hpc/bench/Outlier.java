package hpc.bench;

import hpc.table.PlainNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A repetition that took much longer or shorter than the others: its modified z-score is above 3.5
 * (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993), and it is off by two per cent at
 * least, below which nobody needs to look for a cause.
 *
 * @param run the repetition
 * @param excess over the median, as a share of it; negative if it was shorter
 * @param of how many repetitions
 */
record Outlier(RunRecord run, double excess, int of) {

  private static final int FEWEST = 5;
  private static final double Z_LIMIT = 3.5;
  private static final double WORTH_A_WORD = 0.02;

  /** 0.75 quantile of the normal distribution: makes the deviation comparable to a sigma. */
  private static final double CONSISTENCY = 0.6745;

  /** The outliers among the repetitions of one run that have a time. */
  static List<Outlier> among(List<RunRecord> runs) {
    List<RunRecord> timed =
        runs.stream().filter(run -> run.measures().get(Measure.WALL).isPresent()).toList();
    double[] walls = timed.stream().mapToDouble(RunRecord::wallSeconds).toArray();
    if (walls.length < FEWEST) {
      return List.of();
    }
    double median = StatUtils.percentile(walls, 50);
    double[] deviations = Arrays.stream(walls).map(wall -> Math.abs(wall - median)).toArray();
    double limit = Z_LIMIT * StatUtils.percentile(deviations, 50) / CONSISTENCY;
    List<Outlier> outliers = new ArrayList<>();
    for (RunRecord run : timed) {
      double excess = run.wallSeconds() - median;
      if (Math.abs(excess) > limit && Math.abs(excess) > WORTH_A_WORD * median) {
        outliers.add(new Outlier(run, excess / median, walls.length));
      }
    }
    return outliers;
  }

  /** For people: which, how far, where and why. */
  String line() {
    String seen = run.conditions().disturbance();
    return String.format(
        Locale.ROOT,
        "repetition %d took %s s on %s, %.0f %% %s than the median of %d: %s",
        run.repetition(),
        PlainNumber.format(run.wallSeconds()),
        run.origin().host(),
        Math.abs(100 * excess),
        excess > 0 ? "more" : "less",
        of,
        seen.isEmpty() ? "no cause was seen" : "likely " + seen);
  }
}
