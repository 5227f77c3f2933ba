package hpc.plot;

import hpc.plot.Ticks.Tick;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * An axis of a panel.
 *
 * @param label what it measures, with the unit
 * @param scale how values lie along it
 * @param from the value at its beginning
 * @param to the value at its end
 * @param ticks the values with a label
 */
public record PlotAxis(String label, Scale scale, double from, double to, List<Tick> ticks) {

  /** An axis from 0 to 1 that shows nothing. */
  public static final PlotAxis NONE = new PlotAxis("", Scale.ROWS, 0, 1, List.of());

  private static final int USUAL_TICKS = 5;

  /** So many powers of ten apart, labels at 2 and 5 would touch. */
  private static final double MANY_DECADES = 2.5;

  /** Air beside the outermost value of a logarithmic axis, as a factor. */
  private static final double AIR = 1.15;

  /** A value that is so far outside, as a power of two, is within the air. */
  private static final double SLACK = 0.15;

  /** Counts that are marked: the marks of more would touch. */
  private static final int MOST_COUNTS = 128;

  /** How values lie along an axis; row i of a table is from i to i + 1, without a grid. */
  public enum Scale {
    LINEAR,
    LOGARITHMIC,
    ROWS
  }

  /** Copies the list. */
  public PlotAxis {
    ticks = List.copyOf(ticks);
  }

  /** Where {@code value} lies: 0 at the beginning or before it, 1 at the end or beyond. */
  double part(double value) {
    if (scale == Scale.LOGARITHMIC) {
      return value <= 0 ? 0 : Math.clamp(Math.log(value / from) / Math.log(to / from), 0, 1);
    }
    double part =
        Double.isInfinite(to - from)
            ? (value / 2 - from / 2) / (to / 2 - from / 2)
            : (value - from) / (to - from);
    return Math.clamp(part, 0, 1);
  }

  /** The same axis without label and numbers, but with its grid. */
  public PlotAxis bare() {
    List<Tick> bare = ticks.stream().map(tick -> new Tick(tick.value(), "")).toList();
    return new PlotAxis("", scale, from, to, bare);
  }

  /** Rows of a table, downwards, at least one. */
  public static PlotAxis rows(List<String> labels) {
    List<Tick> ticks =
        IntStream.range(0, labels.size()).mapToObj(i -> new Tick(i + 0.5, labels.get(i))).toList();
    return new PlotAxis("", Scale.ROWS, labels.size(), 0, ticks);
  }

  /** Hundredths of a whole. */
  public static PlotAxis percent() {
    List<Tick> quarters =
        IntStream.rangeClosed(0, 4).mapToObj(i -> new Tick(25 * i, 25 * i + " %")).toList();
    return new PlotAxis("", Scale.LINEAR, 0, 100, quarters);
  }

  /** From one value to another, which may be less, with about so many round numbers. */
  public static PlotAxis linear(String label, double from, double to, int count) {
    List<Tick> ticks = Ticks.between(Math.min(from, to), Math.max(from, to), count);
    return new PlotAxis(label, Scale.LINEAR, from, to, ticks);
  }

  /** Round numbers from 0 to above the largest of {@code values}. */
  public static PlotAxis fromZero(String label, Collection<Double> values) {
    return linear(label, 0, 1.05 * positive(values).last(), USUAL_TICKS);
  }

  /**
   * Counts: equal factors are equally far, and the counts that were measured labelled.
   *
   * @param end where the axis ends, at or beyond the last of {@code counts}
   */
  public static PlotAxis counts(String label, Collection<Double> counts, double end) {
    TreeSet<Double> sorted = positive(counts);
    List<Tick> ticks =
        Thinned.of(List.copyOf(sorted), MOST_COUNTS).stream()
            .map(count -> new Tick(count, String.format(Locale.ROOT, "%.0f", count)))
            .toList();
    return new PlotAxis(label, Scale.LOGARITHMIC, sorted.first() / AIR, end * AIR, ticks);
  }

  /** Powers of two around {@code values}. */
  public static PlotAxis powersOfTwo(String label, Collection<Double> values) {
    TreeSet<Double> sorted = positive(values);
    int first = (int) Math.floor(log2(sorted.first()) + SLACK);
    int last = Math.max(first + 1, (int) Math.ceil(log2(sorted.last()) - SLACK));
    List<Tick> ticks =
        IntStream.rangeClosed(first, last)
            .mapToObj(exponent -> tick(new BigDecimal(Math.scalb(1.0, exponent))))
            .toList();
    return new PlotAxis(
        label, Scale.LOGARITHMIC, Math.scalb(1.0, first) / AIR, Math.scalb(1.0, last) * AIR, ticks);
  }

  /** Powers of ten around {@code values}, with 2 and 5 between them if they are few. */
  public static PlotAxis decades(String label, Collection<Double> values) {
    TreeSet<Double> sorted = positive(values);
    double from = sorted.first() / AIR;
    double to = sorted.last() * AIR;
    int[] factors = Math.log10(to / from) > MANY_DECADES ? new int[] {1} : new int[] {1, 2, 5};
    List<Tick> ticks = new ArrayList<>();
    for (int e = (int) Math.floor(Math.log10(from)); e <= Math.ceil(Math.log10(to)); e++) {
      for (int factor : factors) {
        ticks.add(tick(BigDecimal.valueOf(factor).scaleByPowerOfTen(e)));
      }
    }
    List<Tick> inside = within(ticks, from, to);
    if (inside.size() < 2) {
      // a narrow range would have a label or none: then from and to a label outside it
      double first = from;
      double last = to;
      from = ticks.stream().mapToDouble(Tick::value).filter(v -> v <= first).max().orElseThrow();
      to = ticks.stream().mapToDouble(Tick::value).filter(v -> v >= last).min().orElseThrow();
      inside = within(ticks, from, to);
    }
    return new PlotAxis(label, Scale.LOGARITHMIC, from, to, inside);
  }

  private static List<Tick> within(List<Tick> ticks, double from, double to) {
    return ticks.stream().filter(tick -> from <= tick.value() && tick.value() <= to).toList();
  }

  private static Tick tick(BigDecimal value) {
    return new Tick(value.doubleValue(), Ticks.plain(value));
  }

  /** The values that a scale can be made for; 1 if there is none. */
  private static TreeSet<Double> positive(Collection<Double> values) {
    TreeSet<Double> positive = new TreeSet<>(values);
    positive.removeIf(value -> !(value > 0 && Double.isFinite(value)));
    if (positive.isEmpty()) {
      positive.add(1.0);
    }
    return positive;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
