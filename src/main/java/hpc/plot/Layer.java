package hpc.plot;

import hpc.plot.Canvas.Pen;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

/** Signs of one kind in a panel. */
public sealed interface Layer permits Bars, Heatmap, Series {

  /** What the legend calls it; the legend passes over what has no name. */
  Optional<String> name();

  /** Draws it where the axes of its panel are. */
  void drawOn(Canvas canvas, Area area);

  /** Draws the sign that stands beside its name in the legend. */
  void drawSample(Canvas canvas, Rectangle2D box);

  /**
   * The place of a panel's axes. Signs may reach beyond an axis; their drawing ends where it ends.
   */
  record Area(Rectangle2D box, PlotAxis across, PlotAxis up) {

    /** Half the width of the ends of an error bar. */
    private static final double CAP = 3.5;

    double x(double value) {
      return box.getX() + across.part(value) * box.getWidth();
    }

    double y(double value) {
      return box.getMaxY() - up.part(value) * box.getHeight();
    }

    /** An error bar, upright or level. */
    static void drawInterval(
        Canvas canvas, double x1, double y1, double x2, double y2, PlotColor ink) {
      double capX = x1 == x2 ? CAP : 0;
      double capY = CAP - capX;
      canvas.line(x1, y1, x2, y2, ink, Pen.HAIR);
      canvas.line(x1 - capX, y1 - capY, x1 + capX, y1 + capY, ink, Pen.HAIR);
      canvas.line(x2 - capX, y2 - capY, x2 + capX, y2 + capY, ink, Pen.HAIR);
    }
  }
}
