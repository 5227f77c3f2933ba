package hpc.diffusion;

import hpc.exec.Execution;
import java.util.Arrays;

/**
 * What is known of the whole field; equal bits on every rank and for every layout.
 *
 * @param min least value
 * @param max greatest value
 * @param mean exact sum, rounded, over the number of points, rounded; NaN if not all are finite
 * @param checksum see {@link FieldChecksum}
 * @param nonFinite points that are NaN or infinite; min and max leave them out
 */
public record FieldStatistics(double min, double max, double mean, long checksum, long nonFinite) {

  /** Measures {@code values} of all ranks; collective. Each worker reads the rows it updates. */
  static FieldStatistics of(double[] values, FieldLayout layout, Block block, Execution execution) {
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

  /** Mean and checksum, as the CSV holds them. */
  public DiffusionAnswer answer() {
    return new DiffusionAnswer(mean, checksum);
  }

  /** The share of one worker. */
  private static final class Tally {

    private final ExactSum sum = new ExactSum();
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private long checksum;
    private long nonFinite;

    void add(double[] values, int from, int to, long number) {
      checksum += FieldChecksum.of(values, from, to, number);
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
