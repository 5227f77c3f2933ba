package hpc.plot;

import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Optional;

/**
 * Level bars of one colour: amounts, parts of a stack, or what lasted from one time to another.
 *
 * @param name in the legend; none if it needs none
 * @param ink their colour
 * @param thickness along the axis up
 * @param bars anywhere
 */
public record Bars(Optional<String> name, PlotColor ink, double thickness, List<Bar> bars)
    implements Layer {

  /** Of a row of a table. */
  public static final double USUAL_THICKNESS = 0.66;

  /** However short a bar is, it is seen. */
  private static final double LEAST_LENGTH = 1;

  private static final double AIR = 5;

  /**
   * A bar.
   *
   * @param at its middle along the axis up
   * @param from where it begins along the axis across
   * @param to where it ends
   * @param low the lower end of its error bar, {@code to} where there is none
   * @param high the upper end
   * @param text in it, if it has room
   * @param meaning what it stands for, in words
   */
  public record Bar(
      double at, double from, double to, double low, double high, String text, String meaning) {

    /** A bar without text or error bar. */
    public Bar(double at, double from, double to, String meaning) {
      this(at, from, to, to, to, "", meaning);
    }
  }

  /** Copies the list. */
  public Bars {
    bars = List.copyOf(bars);
  }

  @Override
  public void drawOn(Canvas canvas, Area area) {
    for (Bar bar : bars) {
      double begin = Math.min(area.x(bar.from), area.x(bar.to));
      double length = Math.abs(area.x(bar.to) - area.x(bar.from));
      double first = area.y(bar.at - thickness / 2);
      double second = area.y(bar.at + thickness / 2);
      Rectangle2D box =
          new Rectangle2D.Double(
              begin,
              Math.min(first, second),
              Math.max(LEAST_LENGTH, length),
              Math.abs(second - first));
      canvas.fill(box, ink, bar.meaning);
      if (bar.low < bar.high) {
        double middle = box.getCenterY();
        Area.drawInterval(
            canvas, area.x(bar.low), middle, area.x(bar.high), middle, PlotColor.TEXT);
      }
      if (!bar.text.isEmpty() && Canvas.room(bar.text) + AIR < box.getWidth()) {
        canvas.write(
            bar.text, box.getCenterX(), box.getCenterY(), Canvas.Anchor.CENTRE, ink.upon());
      }
    }
  }

  @Override
  public void drawSample(Canvas canvas, Rectangle2D box) {
    canvas.fill(box, ink, "");
  }
}
