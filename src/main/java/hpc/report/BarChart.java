package hpc.report;

import hpc.drawing.Lettering.Anchor;
import hpc.drawing.Ticks.Tick;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.Function;

/**
 * Amounts, a bar a row, in groups with a line of air between them. Bars begin at 0, or on a
 * logarithmic axis at 1.
 *
 * @param head above it
 * @param across the axis of the amounts, with the beginning of the bars on it
 * @param kinds what the colours mean
 * @param groups from above to below
 */
record BarChart(ChartHead head, PlotAxis across, List<Kind> kinds, List<List<Bar>> groups)
    implements Drawing {

  /** What is left for the bars at least, however long the labels are. */
  private static final double LEAST_PLOT = 220;

  private static final double EDGE = ChartHead.EDGE;
  private static final double ROW = 22;
  private static final double BAR = 14;
  private static final double AIR = 10;
  private static final double FOOT = 46;
  private static final double SWATCH = 11;
  private static final double GAP = 6;

  /** Half the width of the ends of an error bar. */
  private static final double CAP = 3.5;

  /** Copies the lists. */
  BarChart {
    kinds = List.copyOf(kinds);
    groups = groups.stream().map(List::copyOf).toList();
  }

  /** What bars of one colour have in common. */
  record Kind(String name, PlotColor ink) {}

  /**
   * A bar.
   *
   * @param label what it is, left of it
   * @param note right of all bars
   * @param value where it ends
   * @param low the lower end of its error bar, {@code value} where there is none
   * @param high the upper end
   * @param ink its colour
   * @param meaning what is told of it
   */
  record Bar(
      String label,
      String note,
      double value,
      double low,
      double high,
      PlotColor ink,
      String meaning) {}

  @Override
  public double width() {
    return Math.max(ChartHead.WIDTH, left() + LEAST_PLOT + right());
  }

  /** Where the bars begin, behind the longest label. */
  private double left() {
    return EDGE + room(Bar::label) + GAP;
  }

  /** What notes take. */
  private double right() {
    return EDGE + room(Bar::note) + 2 * GAP;
  }

  private double room(Function<Bar, String> text) {
    return groups.stream()
        .flatMap(List::stream)
        .mapToDouble(bar -> Canvas.room(text.apply(bar)))
        .max()
        .orElse(0);
  }

  @Override
  public double height() {
    return top() + depth() + FOOT;
  }

  private double top() {
    return ChartHead.HEIGHT + Canvas.LINE_HEIGHT + GAP;
  }

  private double depth() {
    return groups.stream().mapToDouble(List::size).sum() * ROW + (groups.size() - 1) * AIR;
  }

  @Override
  public void drawOn(Canvas canvas) {
    head.drawOn(canvas);
    drawLegend(canvas);
    double left = left();
    Rectangle2D plot = new Rectangle2D.Double(left, top(), width() - right() - left, depth());
    drawGrid(canvas, plot);
    double y = plot.getY();
    for (List<Bar> group : groups) {
      for (Bar bar : group) {
        drawBar(canvas, bar, plot, y + ROW / 2);
        y += ROW;
      }
      y += AIR;
    }
  }

  private void drawLegend(Canvas canvas) {
    double x = EDGE;
    double y = ChartHead.HEIGHT + Canvas.LINE_HEIGHT / 2;
    for (Kind kind : kinds) {
      canvas.fill(new Rectangle2D.Double(x, y - SWATCH / 2, SWATCH, SWATCH), kind.ink());
      canvas.write(kind.name(), x + SWATCH + GAP, y, Anchor.LEFT, PlotColor.TEXT);
      x += SWATCH + GAP + Canvas.room(kind.name()) + 2 * GAP;
    }
  }

  private void drawGrid(Canvas canvas, Rectangle2D plot) {
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : across.ticks()) {
      double x = x(tick.value(), plot);
      canvas.stroke(
          new Line2D.Double(x, plot.getY(), x, plot.getMaxY()), PlotColor.GRID, Canvas.Pen.HAIR);
      double room = Canvas.room(tick.label());
      if (x - room / 2 >= free) {
        canvas.write(tick.label(), x, plot.getMaxY() + EDGE, Anchor.CENTRE, PlotColor.PALE);
        free = x + room / 2 + GAP;
      }
    }
    canvas.write(
        across.label(),
        plot.getCenterX(),
        plot.getMaxY() + FOOT - EDGE,
        Anchor.CENTRE,
        PlotColor.TEXT);
  }

  private void drawBar(Canvas canvas, Bar bar, Rectangle2D plot, double middle) {
    canvas.write(bar.label(), plot.getX() - GAP, middle, Anchor.RIGHT, PlotColor.TEXT);
    double begin = x(across.scale() == PlotAxis.Scale.LOGARITHMIC ? 1 : 0, plot);
    double end = x(bar.value(), plot);
    canvas.mark(
        new Rectangle2D.Double(Math.min(begin, end), middle - BAR / 2, Math.abs(end - begin), BAR),
        bar.ink(),
        bar.meaning());
    if (bar.low() < bar.high()) {
      double low = x(bar.low(), plot);
      double high = x(bar.high(), plot);
      canvas.stroke(new Line2D.Double(low, middle, high, middle), PlotColor.TEXT, Canvas.Pen.HAIR);
      for (double x : new double[] {low, high}) {
        canvas.stroke(
            new Line2D.Double(x, middle - CAP, x, middle + CAP), PlotColor.TEXT, Canvas.Pen.HAIR);
      }
    }
    canvas.write(bar.note(), width() - EDGE, middle, Anchor.RIGHT, PlotColor.TEXT);
  }

  /** Error bars may reach out of the axis, their drawing not. */
  private double x(double value, Rectangle2D plot) {
    return plot.getX() + Math.clamp(across.part(value), 0, 1) * plot.getWidth();
  }
}
