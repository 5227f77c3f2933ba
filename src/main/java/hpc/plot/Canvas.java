package hpc.plot;

import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * What a plot is drawn on; x goes right, y down. Two kinds are enough: SVG, in which text stays
 * text and needs no font here, and pixels.
 */
interface Canvas {

  /** Units from one line of text to the next. */
  double LINE_HEIGHT = 18;

  /** Size of letters. */
  int LETTER_SIZE = 13;

  /** What is drawn along a shape. */
  enum Pen {
    HAIR(1),
    LINE(2),
    DASHED(1.5);

    private final double width;

    Pen(double width) {
      this.width = width;
    }

    double width() {
      return width;
    }
  }

  /** Which part of a text is at its point. */
  enum Anchor {
    LEFT(0),
    CENTRE(0.5),
    RIGHT(1);

    private final double part;

    Anchor(double part) {
      this.part = part;
    }

    /** The part of the text that is left of the point. */
    double part() {
      return part;
    }
  }

  /** How letters look. */
  enum Lettering {
    PLAIN,
    BOLD,
    UPWARDS
  }

  /** Draws along a shape. */
  void stroke(Shape shape, PlotColor ink, Pen pen);

  /** Fills a shape that says, where it can, what it stands for; with "" it says nothing. */
  void fill(Shape shape, PlotColor ink, String meaning);

  /** Fills a shape so that what lies below it is seen. */
  void veil(Shape shape, PlotColor ink);

  /** Stretches an image, of which each pixel stays a rectangle. */
  void image(BufferedImage image, Rectangle2D box);

  /** Writes text whose middle height is at {@code y}. */
  void write(String text, double x, double y, Anchor anchor, Lettering lettering, PlotColor ink);

  /** Writes plain text. */
  default void write(String text, double x, double y, Anchor anchor, PlotColor ink) {
    write(text, x, y, anchor, Lettering.PLAIN, ink);
  }

  /** Draws a line. */
  default void line(double x1, double y1, double x2, double y2, PlotColor ink, Pen pen) {
    stroke(new Line2D.Double(x1, y1, x2, y2), ink, pen);
  }

  /**
   * Room that text takes across, whatever font will show it: widths of DejaVu Sans, which is wider
   * than most, in three classes.
   */
  static double room(String text) {
    return LETTER_SIZE * text.codePoints().mapToDouble(Canvas::part).sum();
  }

  private static double part(int letter) {
    if ("iljI.,:;|'! ".indexOf(letter) >= 0) {
      return 0.33;
    }
    return "mwMW@%".indexOf(letter) >= 0 ? 0.95 : 0.64;
  }
}
