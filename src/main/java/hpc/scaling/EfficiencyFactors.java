package hpc.scaling;

import java.util.ArrayList;
import java.util.List;
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
 * <p>The product telescopes to p0 T0 / (p T). Collections are taken to fall into computing. The
 * compiler runs beside, so its time is in no phase: where it takes a core from the computation,
 * computing tells. The scheme and the titles are those of the POP project's metrics
 * (https://pop-coe.eu/node/69), with the phases that are known here.
 *
 * @param values in the order of {@link Factor}
 */
public record EfficiencyFactors(List<Double> values) {

  /** A factor; the name is that of its column. */
  public enum Factor {
    /** below 1: memory, caches, clock or redundant work make the work itself dearer */
    COMPUTING("computation"),
    /** below 1: a larger share goes to the garbage collector */
    COLLECTION("collection"),
    /** below 1: a larger share goes to packing, sending and receiving */
    EXCHANGE("transfer"),
    /** below 1: a larger share goes to waiting for a neighbour */
    WAITING("serialisation"),
    /** below 1: a larger share goes to files */
    IO("I/O"),
    /** below 1: a larger share goes to waiting for the last rank, or to no phase */
    BALANCE("load balance");

    private final String title;

    Factor(String title) {
      this.title = title;
    }

    /** What people call it. */
    public String title() {
      return title;
    }
  }

  /** Copies the list. */
  public EfficiencyFactors {
    values = List.copyOf(values);
  }

  /** The value of one factor. */
  public double of(Factor factor) {
    return values.get(List.of(Factor.values()).indexOf(factor));
  }

  /** The efficiency. */
  public double product() {
    return values.stream().reduce(1.0, (a, b) -> a * b);
  }

  /** The factors of {@code here}; empty if one of the two computed for no time. */
  static Optional<EfficiencyFactors> between(Seconds here, Seconds baseline) {
    if (!(here.pureCompute() > 0 && baseline.pureCompute() > 0)) {
      return Optional.empty();
    }
    List<Double> now = here.sums();
    List<Double> then = baseline.sums();
    List<Double> values = new ArrayList<>();
    values.add(baseline.cores * then.getFirst() / (here.cores * now.getFirst()));
    for (int i = 1; i < now.size(); i++) {
      values.add(now.get(i - 1) / now.get(i) * (then.get(i) / then.get(i - 1)));
    }
    return Optional.of(new EfficiencyFactors(values));
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

    /** Each the one before and a phase; the last is everything. */
    private List<Double> sums() {
      return List.of(
          pureCompute(),
          compute,
          compute + exchange,
          compute + exchange + waiting,
          compute + exchange + waiting + io,
          wall);
    }
  }
}
