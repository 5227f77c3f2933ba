package hpc.amdahl;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;

/**
 * Work of which a part can be shared out.
 *
 * @param parallel the part that can, 0 to 1
 * @param steps all of the work, in steps of {@link Lehmer}, 1 to 2^53
 * @param jitter by how much the shares may differ, -1 to 1: each has the weight 1 + jitter u, with
 *     u drawn from [0, 1); 0 for equal shares. The total stays the same
 * @param seed of the draws
 */
record AmdahlProblem(double parallel, long steps, double jitter, long seed) {

  static final double USUAL_PARALLEL = 0.8;
  static final long USUAL_STEPS = 2_000_000_000;

  /**
   * What {@code --work-seconds} takes for a second, whatever the core; one of an AMD EPYC takes
   * 4.1e8.
   */
  static final double STEPS_PER_SECOND = 4e8;

  /** Of so many every share is a whole number in double, too; a core takes a year and more. */
  static final long MOST_STEPS = 1L << 53;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the option, its value and what is accepted
   */
  AmdahlProblem {
    if (!(0 <= parallel && parallel <= 1)) {
      throw new IllegalArgumentException("--parallel %s: accepted: 0 to 1".formatted(parallel));
    }
    if (steps < 1 || steps > MOST_STEPS) {
      throw new IllegalArgumentException("--work %s: accepted: 1 to 2^53 steps".formatted(steps));
    }
    if (!(Math.abs(jitter) <= 1)) {
      throw new IllegalArgumentException("--jitter %s: accepted: -1 to 1".formatted(jitter));
    }
  }

  /** The steps that are shared out, rounded as people do. */
  long parallelSteps() {
    return BigDecimal.valueOf(parallel)
        .multiply(BigDecimal.valueOf(steps))
        .setScale(0, RoundingMode.HALF_UP)
        .longValueExact();
  }

  /** The steps that one core does first, while the others wait. */
  long serialSteps() {
    return steps - parallelSteps();
  }

  /**
   * Where the shares of so many workers begin, counted from the first parallel step; the last entry
   * is where the last share ends.
   */
  long[] shares(int workers) {
    long all = parallelSteps();
    double[] weights = new Random(seed).doubles(workers).map(u -> 1 + jitter * u).toArray();
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    long[] begins = new long[workers + 1];
    double before = 0;
    for (int worker = 0; worker < workers; worker++) {
      begins[worker] =
          jitter == 0
              ? all / workers * worker + Math.min(worker, all % workers)
              : Math.round(all * (before / total));
      before += weights[worker];
    }
    begins[workers] = all;
    return begins;
  }

  /** Steps as {@code --work-seconds} counts them. */
  static double seconds(long steps) {
    return steps / STEPS_PER_SECOND;
  }
}
