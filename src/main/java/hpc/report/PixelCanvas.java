package hpc.report;

import hpc.drawing.Lettering;
import hpc.drawing.Lettering.Anchor;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;

/** A figure as pixels on white paper, several to a unit so that it can be printed. */
final class PixelCanvas implements Canvas {

  /** Pixels to a unit: a figure of 520 units is 8.8 cm wide at 300 dots per inch. */
  static final int SCALE = 2;

  private static final float VEIL = 0.18f;

  private final Graphics2D graphics;
  private final Lettering lettering;

  private PixelCanvas(Graphics2D graphics, Lettering lettering) {
    this.graphics = graphics;
    this.lettering = lettering;
  }

  /** The picture of {@code drawing}. */
  static BufferedImage draw(Drawing drawing, Lettering lettering) {
    int width = (int) Math.ceil(SCALE * drawing.width());
    int height = (int) Math.ceil(SCALE * drawing.height());
    BufferedImage image =
        new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR); // quick to encode
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(PlotColor.PAPER.colour());
    graphics.fillRect(0, 0, width, height); // before edges are smoothed, which takes longer
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SCALE, SCALE);
    drawing.drawOn(new PixelCanvas(graphics, lettering));
    graphics.dispose();
    return image;
  }

  @Override
  public void stroke(Shape shape, PlotColor ink, Pen pen) {
    float width = (float) pen.width();
    graphics.setStroke(
        pen == Pen.DASHED
            ? new BasicStroke(
                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0)
            : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    graphics.setColor(ink.colour());
    graphics.draw(shape);
  }

  @Override
  public void fill(Shape shape, PlotColor ink) {
    graphics.setColor(ink.colour());
    graphics.fill(shape);
  }

  @Override
  public void veil(Shape shape, PlotColor ink) {
    Composite before = graphics.getComposite();
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, VEIL));
    fill(shape, ink);
    graphics.setComposite(before);
  }

  @Override
  public void mark(Shape shape, PlotColor ink, String meaning) {
    fill(shape, ink);
  }

  @Override
  public void write(String text, double x, double y, Anchor anchor, PlotColor ink) {
    graphics.setColor(ink.colour());
    lettering.write(graphics, text, x, y, anchor);
  }

  @Override
  public void writeBold(String text, double x, double y, Anchor anchor, PlotColor ink) {
    graphics.setColor(ink.colour());
    lettering.writeBold(graphics, text, x, y, anchor);
  }

  @Override
  public void writeUpwards(String text, double x, double y, PlotColor ink) {
    graphics.setColor(ink.colour());
    lettering.writeUpwards(graphics, text, x, y);
  }
}
