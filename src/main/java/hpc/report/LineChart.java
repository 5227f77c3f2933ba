package hpc.report;

import hpc.drawing.Lettering.Anchor;
import hpc.drawing.Ticks.Tick;
import hpc.report.Canvas.Pen;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;

/**
 * Series over two axes, the legend between title and axes, where it covers nothing.
 *
 * @param head above it
 * @param across the axis to the right
 * @param up the axis upwards
 * @param series from the back to the front
 */
record LineChart(ChartHead head, PlotAxis across, PlotAxis up, List<Series> series)
    implements Drawing {

  private static final double WIDTH = ChartHead.WIDTH;
  private static final double PLOT_HEIGHT = 250;
  private static final double EDGE = ChartHead.EDGE;
  private static final double FOOT = 50;
  private static final double TICK = 5;

  /** Points of a series that are drawn: they are two units of the width apart. */
  static final int MOST_POINTS = 256;

  /** Half the width of the ends of an error bar. */
  private static final double CAP = 3.5;

  /** Copies the list. */
  LineChart {
    series = List.copyOf(series);
  }

  /**
   * A point with its error bar.
   *
   * @param x along the axis across
   * @param y along the axis up
   * @param low the lower end of its bar, {@code y} where there is none
   * @param high the upper end
   * @param meaning what is told of it
   */
  record Point(double x, double y, double low, double high, String meaning) {}

  /** How a series looks; the points of BAND are joined as an area from low to high. */
  enum Look {
    MARKS_AND_LINE,
    MARKS,
    LINE,
    DASHES,
    BAND
  }

  /**
   * Points that belong together.
   *
   * @param name in the legend; none if it needs none
   * @param ink its colour
   * @param marker what stands at its points
   * @param look how they are joined
   * @param points by x
   */
  record Series(
      Optional<String> name, PlotColor ink, Marker marker, Look look, List<Point> points) {

    /** Copies the list. */
    Series {
      points = List.copyOf(points);
    }

    /** With so few points that they can be told apart. */
    private Series drawn() {
      return new Series(name, ink, marker, look, Thinned.of(points, MOST_POINTS));
    }
  }

  @Override
  public double width() {
    return WIDTH;
  }

  @Override
  public double height() {
    return plot().getMaxY() + FOOT;
  }

  private Legend legend() {
    return Legend.of(series, WIDTH - 2 * EDGE);
  }

  private Rectangle2D plot() {
    double labels =
        up.ticks().stream().mapToDouble(tick -> Canvas.room(tick.label())).max().orElse(0);
    double left = EDGE + Canvas.LINE_HEIGHT + labels + 2 * TICK;
    double top = ChartHead.HEIGHT + legend().height() + EDGE;
    return new Rectangle2D.Double(left, top, WIDTH - EDGE - left, PLOT_HEIGHT);
  }

  @Override
  public void drawOn(Canvas canvas) {
    Rectangle2D plot = plot();
    head.drawOn(canvas);
    legend().drawOn(canvas, EDGE, ChartHead.HEIGHT);
    drawGrid(canvas, plot);
    for (Series one : series.stream().map(Series::drawn).toList()) {
      switch (one.look()) {
        case BAND -> canvas.veil(band(one, plot), one.ink());
        case LINE -> canvas.stroke(line(one, plot), one.ink(), Pen.LINE);
        case DASHES -> canvas.stroke(line(one, plot), one.ink(), Pen.DASHED);
        case MARKS -> drawPoints(canvas, one, plot);
        case MARKS_AND_LINE -> {
          canvas.stroke(line(one, plot), one.ink(), Pen.LINE);
          drawPoints(canvas, one, plot);
        }
      }
    }
  }

  private void drawGrid(Canvas canvas, Rectangle2D plot) {
    for (Tick tick : up.ticks()) {
      double y = y(tick.value(), plot);
      canvas.stroke(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y), PlotColor.GRID, Pen.HAIR);
      canvas.write(tick.label(), plot.getX() - TICK, y, Anchor.RIGHT, PlotColor.PALE);
    }
    double bottom = plot.getMaxY();
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : across.ticks()) {
      double x = x(tick.value(), plot);
      canvas.stroke(new Line2D.Double(x, bottom, x, bottom + TICK), PlotColor.PALE, Pen.HAIR);
      double room = Canvas.room(tick.label());
      if (x - room / 2 >= free) {
        canvas.write(tick.label(), x, bottom + 3 * TICK, Anchor.CENTRE, PlotColor.PALE);
        free = x + room / 2 + TICK;
      }
    }
    canvas.stroke(
        new Line2D.Double(plot.getX(), bottom, plot.getMaxX(), bottom), PlotColor.PALE, Pen.HAIR);
    canvas.write(
        across.label(), plot.getCenterX(), bottom + FOOT - EDGE, Anchor.CENTRE, PlotColor.TEXT);
    canvas.writeUpwards(up.label(), EDGE + 4, plot.getCenterY(), PlotColor.TEXT);
  }

  private void drawPoints(Canvas canvas, Series one, Rectangle2D plot) {
    for (Point point : one.points()) {
      double x = x(point.x(), plot);
      if (point.low() < point.high()) {
        double low = y(point.low(), plot);
        double high = y(point.high(), plot);
        canvas.stroke(new Line2D.Double(x, low, x, high), one.ink(), Pen.HAIR);
        canvas.stroke(new Line2D.Double(x - CAP, low, x + CAP, low), one.ink(), Pen.HAIR);
        canvas.stroke(new Line2D.Double(x - CAP, high, x + CAP, high), one.ink(), Pen.HAIR);
      }
      canvas.mark(one.marker().at(x, y(point.y(), plot)), one.ink(), point.meaning());
    }
  }

  private Path2D line(Series one, Rectangle2D plot) {
    Path2D line = new Path2D.Double();
    for (Point point : one.points()) {
      continueTo(line, x(point.x(), plot), y(point.y(), plot));
    }
    return line;
  }

  private Path2D band(Series one, Rectangle2D plot) {
    Path2D area = new Path2D.Double();
    one.points().forEach(point -> continueTo(area, x(point.x(), plot), y(point.low(), plot)));
    one.points()
        .reversed()
        .forEach(point -> continueTo(area, x(point.x(), plot), y(point.high(), plot)));
    area.closePath();
    return area;
  }

  private static void continueTo(Path2D path, double x, double y) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  private double x(double value, Rectangle2D plot) {
    return plot.getX() + across.part(value) * plot.getWidth();
  }

  /** Bars and bands may reach out of the axis, their drawing not. */
  private double y(double value, Rectangle2D plot) {
    return plot.getMaxY() - Math.clamp(up.part(value), 0, 1) * plot.getHeight();
  }
}
