package hpc.report;

import static java.util.stream.Collectors.toCollection;

import hpc.drawing.Ticks;
import hpc.drawing.Ticks.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * An axis of a chart.
 *
 * @param label what it measures, with the unit
 * @param scale how values lie along it
 * @param from the value at its beginning
 * @param to the value at its end
 * @param ticks the values with a label, ascending
 */
record PlotAxis(String label, Scale scale, double from, double to, List<Tick> ticks) {

  private static final int USUAL_TICKS = 5;

  /** So many powers of ten apart, labels at 2 and 5 would touch. */
  private static final double MANY_DECADES = 2.5;

  /** Air beside the outermost value of a logarithmic axis, as a factor. */
  private static final double AIR = 1.15;

  /** A value that is so far outside, as a power of two, is within the air. */
  private static final double SLACK = 0.15;

  /** Counts of cores that are marked: their marks would touch. */
  private static final int MOST_COUNTS = 128;

  /** How values lie along an axis. */
  enum Scale {
    LINEAR,
    LOGARITHMIC
  }

  /** Where {@code value} lies: 0 at the beginning to 1 at the end. */
  double part(double value) {
    return scale == Scale.LINEAR
        ? (value - from) / (to - from)
        : Math.log(value / from) / Math.log(to / from);
  }

  /**
   * Counts of cores: equal factors are equally far, and the counts that were measured labelled.
   *
   * @param end where the axis ends, at or beyond the last of {@code counts}
   */
  static PlotAxis cores(Collection<Double> counts, double end) {
    TreeSet<Double> sorted = new TreeSet<>(counts);
    List<Tick> ticks =
        Thinned.of(List.copyOf(sorted), MOST_COUNTS).stream()
            .map(count -> new Tick(count, String.format(Locale.ROOT, "%.0f", count)))
            .toList();
    return new PlotAxis("cores", Scale.LOGARITHMIC, sorted.first() / AIR, end * AIR, ticks);
  }

  /** Powers of two around {@code values}, all positive. */
  static PlotAxis powersOfTwo(String label, Collection<Double> values) {
    TreeSet<Double> sorted = new TreeSet<>(values);
    int first = (int) Math.floor(log2(sorted.first()) + SLACK);
    int last = Math.max(first + 1, (int) Math.ceil(log2(sorted.last()) - SLACK));
    List<Tick> ticks = new ArrayList<>();
    for (int exponent = first; exponent <= last; exponent++) {
      double value = Math.scalb(1.0, exponent);
      ticks.add(new Tick(value, Ticks.plain(new BigDecimal(value))));
    }
    return new PlotAxis(
        label, Scale.LOGARITHMIC, Math.scalb(1.0, first) / AIR, Math.scalb(1.0, last) * AIR, ticks);
  }

  /** Round numbers from 0 to above {@code largest}. */
  static PlotAxis fromZero(String label, double largest) {
    double end = 1.05 * largest;
    return new PlotAxis(label, Scale.LINEAR, 0, end, Ticks.between(0, end, USUAL_TICKS));
  }

  /**
   * Powers of ten around {@code values}, all positive, with 2 and 5 between them if they are few.
   */
  static PlotAxis decades(String label, Collection<Double> values) {
    TreeSet<Double> sorted = new TreeSet<>(values);
    double from = sorted.first() / AIR;
    double to = sorted.last() * AIR;
    int[] factors = Math.log10(to / from) > MANY_DECADES ? new int[] {1} : new int[] {1, 2, 5};
    List<Tick> ticks = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(from)); e <= Math.ceil(Math.log10(to)); e++) {
      for (int factor : factors) {
        BigDecimal value = BigDecimal.valueOf(factor).scaleByPowerOfTen(e);
        ticks.add(new Tick(value.doubleValue(), Ticks.plain(value)));
      }
    }
    // a narrow range would have a label or none: then from and to a label outside it
    List<Tick> inside =
        ticks.stream().filter(tick -> from <= tick.value() && tick.value() <= to).toList();
    if (inside.size() >= 2) {
      return new PlotAxis(label, Scale.LOGARITHMIC, from, to, inside);
    }
    TreeSet<Double> below =
        ticks.stream().map(Tick::value).filter(v -> v <= from).collect(toCollection(TreeSet::new));
    TreeSet<Double> above =
        ticks.stream().map(Tick::value).filter(v -> v >= to).collect(toCollection(TreeSet::new));
    double first = below.last();
    double last = above.first();
    return new PlotAxis(
        label,
        Scale.LOGARITHMIC,
        first,
        last,
        ticks.stream().filter(tick -> first <= tick.value() && tick.value() <= last).toList());
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
