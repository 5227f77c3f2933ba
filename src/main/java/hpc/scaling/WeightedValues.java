package hpc.scaling;

/**
 * A multiset: values, and how often each is there. The medians of resamples of few values are few
 * different ones, so that their percentiles are found in these rather than in all resamples.
 */
final class WeightedValues {

  private final double[] values;
  private final int[] counts;

  /**
   * A multiset.
   *
   * @param values in any order, not necessarily different; they are reordered
   * @param counts of each, positive
   */
  WeightedValues(double[] values, int[] counts) {
    this.values = values;
    this.counts = counts.clone();
  }

  /**
   * The value of a rank, as if all were sorted.
   *
   * @param rank from 0, less than the sum of the counts
   */
  double select(int rank) {
    int from = 0;
    int to = values.length;
    int wanted = rank;
    while (true) {
      double pivot = middle(values[from], values[(from + to) >>> 1], values[to - 1]);
      int less = from;
      int greater = to;
      int weightLess = 0;
      int weightEqual = 0;
      for (int i = from; i < greater; ) {
        if (values[i] < pivot) {
          weightLess += counts[i];
          swap(i++, less++);
        } else if (values[i] > pivot) {
          swap(i, --greater);
        } else {
          weightEqual += counts[i++];
        }
      }
      if (wanted < weightLess) {
        to = less;
      } else if (wanted < weightLess + weightEqual) {
        return pivot;
      } else {
        wanted -= weightLess + weightEqual;
        from = greater;
      }
    }
  }

  private static double middle(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  private void swap(int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
    int count = counts[i];
    counts[i] = counts[j];
    counts[j] = count;
  }
}
