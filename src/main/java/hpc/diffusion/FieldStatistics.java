package hpc.diffusion;

import hpc.exec.Execution;
import java.util.Arrays;

/**
 * What is known of the whole field; equal bits on every rank and for every layout.
 *
 * @param min least value
 * @param max greatest value
 * @param mean exact sum, rounded, over the number of points, rounded; NaN if not all are finite
 * @param checksum see {@link #checksum(double[], int, int, long)}
 * @param nonFinite points that are NaN or infinite; min and max leave them out
 */
public record FieldStatistics(double min, double max, double mean, long checksum, long nonFinite) {

  /** 2^64 over the golden ratio, odd: neighbouring points start far apart. */
  private static final long G = 0x9e3779b97f4a7c15L;

  /** Measures {@code values} of all ranks; collective. Each worker reads the rows it updates. */
  static FieldStatistics of(double[] values, FieldLayout layout, Execution execution) {
    Block block = layout.block();
    Grid grid = block.ranks().grid();
    Tally[] tallies = new Tally[execution.ranges().threads()];
    Arrays.setAll(tallies, _ -> new Tally());
    execution
        .ranges()
        .split(
            0,
            layout.rows(),
            (worker, from, to) -> {
              for (int row = (int) from; row < to; row++) {
                long number = (block.firstRow() + row) * grid.ny() + block.firstColumn();
                int start = layout.index(row, 0);
                tallies[worker].add(values, start, start + layout.columns(), number);
              }
            });
    Tally all = new Tally();
    Arrays.stream(tallies).forEach(all::add);
    return all.overRanks(execution, grid.points());
  }

  /**
   * 64 bits that tell fields apart and do not depend on who holds which row: the sum modulo 2^64 of
   * {@code mix(bits(u) + number * G)} over the points {@code values[from..to)}, where {@code
   * number} is the global row-major number of a point, {@code number} that of the first one.
   *
   * <p>{@code mix} is the finaliser of SplitMix64 (Steele, Lea, Flood 2014), a bijection, and so is
   * adding {@code number * G}: a field that differs in one point always has another checksum.
   * Fields that differ in more points collide by chance only, one in 2^64. It finds mistakes, not
   * forgers.
   *
   * <p>0.0 and -0.0 count as different, since what is promised is equal bits. All NaN count as one,
   * since their payload depends on the processor.
   */
  static long checksum(double[] values, int from, int to, long number) {
    long sum = 0;
    long start = number * G;
    for (int i = from; i < to; i++, start += G) {
      sum += mix(Double.doubleToLongBits(values[i]) + start);
    }
    return sum;
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long x = (y ^ (y >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }

  /** Mean and checksum, as the CSV holds them. */
  public DiffusionAnswer answer() {
    return new DiffusionAnswer(mean, checksum);
  }

  private static final class Tally {

    private final ExactSum sum = new ExactSum();
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long checksum;
    private long nonFinite;

    void add(double[] values, int from, int to, long number) {
      checksum += FieldStatistics.checksum(values, from, to, number);
      long before = nonFinite;
      for (int i = from; i < to; i++) {
        if (Double.isFinite(values[i])) {
          min = Math.min(min, values[i]);
          max = Math.max(max, values[i]);
        } else {
          nonFinite++;
        }
      }
      if (nonFinite == before) {
        sum.add(values, from, to);
      }
    }

    void add(Tally other) {
      sum.add(other.sum);
      min = Math.min(min, other.min);
      max = Math.max(max, other.max);
      checksum += other.checksum;
      nonFinite += other.nonFinite;
    }

    FieldStatistics overRanks(Execution execution, long points) {
      double[] extremes = execution.ranks().max(-min, max);
      long[] counts = execution.ranks().sum(checksum, nonFinite);
      ExactSum total = new ExactSum();
      total.addLimbs(execution.ranks().sum(sum.limbs()));
      double mean = counts[1] == 0 ? total.toDouble() / points : Double.NaN;
      return new FieldStatistics(-extremes[0], extremes[1], mean, counts[0], counts[1]);
    }
  }
}
