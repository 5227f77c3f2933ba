package hpc.plot;

import hpc.plot.Canvas.Pen;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;

/**
 * Points that belong together.
 *
 * @param name in the legend; none if it needs none
 * @param ink its colour
 * @param marker what stands at its points
 * @param look how they are joined
 * @param points by x, without those that are not finite
 */
public record Series(
    Optional<String> name, PlotColor ink, Marker marker, Look look, List<Point> points)
    implements Layer {

  /** Marks of a series that are drawn: they are two units of the width apart. */
  public static final int MOST_MARKS = 256;

  /** How a series looks; the points of a BAND are joined as an area from low to high. */
  public enum Look {
    MARKS_AND_LINE,
    MARKS,
    LINE,
    DASHES,
    BAND
  }

  /**
   * A point with its error bar.
   *
   * @param x along the axis across
   * @param y along the axis up
   * @param low the lower end of its bar, {@code y} where there is none
   * @param high the upper end
   * @param meaning what it stands for, in words
   */
  public record Point(double x, double y, double low, double high, String meaning) {

    /** A point without a bar. */
    public Point(double x, double y, String meaning) {
      this(x, y, y, y, meaning);
    }
  }

  /** Copies the points that are somewhere. */
  public Series {
    points =
        points.stream()
            .filter(point -> Double.isFinite(point.x) && Double.isFinite(point.y))
            .toList();
  }

  @Override
  public void drawOn(Canvas canvas, Area area) {
    switch (look) {
      case BAND -> canvas.veil(band(area), ink);
      case LINE -> canvas.stroke(line(points, area), ink, Pen.LINE);
      case DASHES -> canvas.stroke(line(points, area), ink, Pen.DASHED);
      case MARKS -> drawMarks(canvas, area);
      case MARKS_AND_LINE -> {
        canvas.stroke(line(Thinned.of(points, MOST_MARKS), area), ink, Pen.LINE);
        drawMarks(canvas, area);
      }
    }
  }

  private void drawMarks(Canvas canvas, Area area) {
    for (Point point : Thinned.of(points, MOST_MARKS)) {
      double x = area.x(point.x);
      if (point.low < point.high) {
        Area.drawInterval(canvas, x, area.y(point.low), x, area.y(point.high), ink);
      }
      canvas.fill(marker.at(x, area.y(point.y)), ink, point.meaning);
    }
  }

  private static Path2D line(List<Point> points, Area area) {
    Path2D line = new Path2D.Double();
    points.forEach(point -> continueTo(line, area.x(point.x), area.y(point.y)));
    return line;
  }

  private Path2D band(Area area) {
    Path2D band = new Path2D.Double();
    points.forEach(point -> continueTo(band, area.x(point.x), area.y(point.low)));
    points.reversed().forEach(point -> continueTo(band, area.x(point.x), area.y(point.high)));
    if (!points.isEmpty()) {
      band.closePath();
    }
    return band;
  }

  private static void continueTo(Path2D path, double x, double y) {
    if (path.getCurrentPoint() == null) {
      path.moveTo(x, y);
    } else {
      path.lineTo(x, y);
    }
  }

  @Override
  public void drawSample(Canvas canvas, Rectangle2D box) {
    double middle = box.getCenterY();
    switch (look) {
      case BAND -> canvas.veil(box, ink);
      case DASHES -> canvas.line(box.getX(), middle, box.getMaxX(), middle, ink, Pen.DASHED);
      case LINE, MARKS_AND_LINE ->
          canvas.line(box.getX(), middle, box.getMaxX(), middle, ink, Pen.LINE);
      case MARKS -> {
        // the mark below is all
      }
    }
    if (look == Look.MARKS || look == Look.MARKS_AND_LINE) {
      canvas.fill(marker.at(box.getCenterX(), middle), ink, "");
    }
  }
}
