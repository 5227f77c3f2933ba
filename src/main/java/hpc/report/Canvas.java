package hpc.report;

import hpc.drawing.Lettering.Anchor;
import java.awt.Shape;

/**
 * What a figure is drawn on; x goes right, y down. Two kinds are enough: SVG, in which text stays
 * text and needs no font here, and pixels.
 */
interface Canvas {

  /** Units from the foot of a letter to the next line, about. */
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

  /** Draws along a shape. */
  void stroke(Shape shape, PlotColor ink, Pen pen);

  /** Fills a shape. */
  void fill(Shape shape, PlotColor ink);

  /** Fills a shape so that what lies below it is seen. */
  void veil(Shape shape, PlotColor ink);

  /** Fills a shape that tells, where it can, what it stands for. */
  void mark(Shape shape, PlotColor ink, String meaning);

  /** Writes text whose middle height is at {@code y}. */
  void write(String text, double x, double y, Anchor anchor, PlotColor ink);

  /** The same in bold letters. */
  void writeBold(String text, double x, double y, Anchor anchor, PlotColor ink);

  /** Writes text upwards, its middle at the point. */
  void writeUpwards(String text, double x, double y, PlotColor ink);

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
