package hpc.plot;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** What stands at a point, so that series differ without colour too. */
public enum Marker {
  CIRCLE,
  SQUARE,
  TRIANGLE,
  DIAMOND,
  TURNED_TRIANGLE,
  CROSS;

  private static final double RADIUS = 4.5;

  /** The shape around a point; all have about the same area. */
  Shape at(double x, double y) {
    double r = RADIUS;
    return switch (this) {
      case CIRCLE -> new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
      case SQUARE ->
          polygon(x, y, -0.9 * r, -0.9 * r, 0.9 * r, -0.9 * r, 0.9 * r, 0.9 * r, -0.9 * r, 0.9 * r);
      case TRIANGLE -> polygon(x, y, 0, -1.2 * r, 1.15 * r, 0.9 * r, -1.15 * r, 0.9 * r);
      case DIAMOND -> polygon(x, y, 0, -1.3 * r, 1.3 * r, 0, 0, 1.3 * r, -1.3 * r, 0);
      case TURNED_TRIANGLE -> polygon(x, y, 0, 1.2 * r, 1.15 * r, -0.9 * r, -1.15 * r, -0.9 * r);
      case CROSS -> plus(x, y, r, 0.4 * r);
    };
  }

  private static Shape plus(double x, double y, double a, double b) {
    return polygon(
        x, y, -b, -a, b, -a, b, -b, a, -b, a, b, b, b, b, a, -b, a, -b, b, -a, b, -a, -b, -b, -b);
  }

  /** Corners are pairs, relative to the point. */
  private static Shape polygon(double x, double y, double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(x + corners[0], y + corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(x + corners[i], y + corners[i + 1]);
    }
    path.closePath();
    return path;
  }
}
