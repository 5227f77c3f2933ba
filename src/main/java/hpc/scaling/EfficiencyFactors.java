package hpc.scaling;

import java.util.Optional;

/**
 * Where the efficiency of a placement goes: six factors whose product it is, each 1 where the
 * placement does as well as the baseline.
 *
 * <p>With p cores, wall time T and, in it, g seconds of garbage collection, C of computing, X of
 * exchange, W of waiting and D of I/O (medians; C contains g), and the same with index 0 for the
 * baseline:
 *
 * <pre>
 *   computing   p0 (C0 - g0) / (p (C - g))    core-seconds that the same work costs
 *   collection  (C - g) / C                   / the same of the baseline
 *   exchange    C / (C + X)                   / the same of the baseline
 *   waiting     (C + X) / (C + X + W)         / the same of the baseline
 *   io          (C + X + W) / (C + X + W + D) / the same of the baseline
 *   balance     (C + X + W + D) / T           / the same of the baseline
 * </pre>
 *
 * <p>The product telescopes to p0 T0 / (p T). What is left of T is the mean time in which a rank
 * waits for the last one, hence the name balance. Collections are taken to fall into computing. The
 * compiler runs beside, so its time is in no phase: where it takes a core from the computation,
 * computing tells. The scheme is that of the POP project's metrics (https://pop-coe.eu/node/69),
 * with the phases that are known here.
 *
 * @param computing below 1: memory, caches, clock or redundant work make the work itself dearer
 * @param collection below 1: a larger share goes to the garbage collector
 * @param exchange below 1: a larger share goes to packing, sending and receiving
 * @param waiting below 1: a larger share goes to waiting for a neighbour
 * @param io below 1: a larger share goes to files
 * @param balance below 1: a larger share goes to waiting for the last one, or to no phase
 */
public record EfficiencyFactors(
    double computing,
    double collection,
    double exchange,
    double waiting,
    double io,
    double balance) {

  /** The efficiency. */
  public double product() {
    return computing * collection * exchange * waiting * io * balance;
  }

  /** The factors of {@code here}; empty if one of the two computed for no time. */
  static Optional<EfficiencyFactors> between(Seconds here, Seconds baseline) {
    if (!(here.pureCompute() > 0 && baseline.pureCompute() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        new EfficiencyFactors(
            baseline.cores * baseline.pureCompute() / (here.cores * here.pureCompute()),
            here.pureCompute() / here.compute * (baseline.compute / baseline.pureCompute()),
            here.compute / here.untilExchange() * (baseline.untilExchange() / baseline.compute),
            here.untilExchange()
                / here.untilWaiting()
                * (baseline.untilWaiting() / baseline.untilExchange()),
            here.untilWaiting() / here.untilIo() * (baseline.untilIo() / baseline.untilWaiting()),
            here.untilIo() / here.wall * (baseline.wall / baseline.untilIo())));
  }

  /**
   * Cores, and seconds on them: medians over the repetitions.
   *
   * @param cores ranks times threads
   * @param wall all
   * @param compute of it, collections included
   * @param collection of compute
   * @param exchange of wall
   * @param waiting of wall
   * @param io of wall
   */
  record Seconds(
      int cores,
      double wall,
      double compute,
      double collection,
      double exchange,
      double waiting,
      double io) {

    private double pureCompute() {
      return compute - collection;
    }

    private double untilExchange() {
      return compute + exchange;
    }

    private double untilWaiting() {
      return untilExchange() + waiting;
    }

    private double untilIo() {
      return untilWaiting() + io;
    }
  }
}
