package hpc.plot;

import hpc.nativecode.NativeLibrary;
import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plot as pixels on white paper. Fonts need the library fontconfig and a font, which compute
 * nodes often lack, and libraries that a headless JDK may lack: the letters are then a {@link
 * StrokeFont}'s.
 */
final class PixelCanvas implements Canvas {

  private static final Logger LOG = LoggerFactory.getLogger(PixelCanvas.class);

  private static final float VEIL = 0.18f;

  private final Graphics2D graphics;

  private PixelCanvas(Graphics2D graphics) {
    this.graphics = graphics;
  }

  /** The picture of {@code plot}, with so many pixels to a unit. */
  static BufferedImage draw(Plot plot, int scale) {
    int width = (int) Math.ceil(scale * plot.width());
    int height = (int) Math.ceil(scale * plot.height());
    BufferedImage image = PixelImage.blank(width, height);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(PlotColor.PAPER.colour());
    graphics.fillRect(0, 0, width, height); // before edges are smoothed, which takes longer
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    // a line of one pixel would be a grey one of two where it lies between pixels
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL,
        scale == 1 ? RenderingHints.VALUE_STROKE_NORMALIZE : RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(scale, scale);
    plot.drawOn(new PixelCanvas(graphics));
    graphics.dispose();
    return image;
  }

  @Override
  public void stroke(Shape shape, PlotColor ink, Pen pen) {
    float[] dashes = pen == Pen.DASHED ? new float[] {6, 4} : null;
    graphics.setStroke(
        new BasicStroke(
            (float) pen.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dashes, 0));
    graphics.setColor(ink.colour());
    graphics.draw(shape);
  }

  @Override
  public void fill(Shape shape, PlotColor ink, String meaning) {
    graphics.setColor(ink.colour());
    graphics.fill(shape);
  }

  @Override
  public void veil(Shape shape, PlotColor ink) {
    Composite before = graphics.getComposite();
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, VEIL));
    fill(shape, ink, "");
    graphics.setComposite(before);
  }

  @Override
  public void image(BufferedImage image, Rectangle2D box) {
    AffineTransform place = AffineTransform.getTranslateInstance(box.getX(), box.getY());
    place.scale(box.getWidth() / image.getWidth(), box.getHeight() / image.getHeight());
    graphics.drawImage(image, place, null);
  }

  @Override
  public void write(
      String text, double x, double y, Anchor anchor, Lettering lettering, PlotColor ink) {
    graphics.setColor(ink.colour());
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    if (lettering == Lettering.UPWARDS) {
      graphics.rotate(-Math.PI / 2);
    }
    if (Fonts.PRESENT) {
      Font font = Fonts.font(lettering == Lettering.BOLD ? Font.BOLD : Font.PLAIN);
      FontMetrics metrics = graphics.getFontMetrics(font);
      double left = -anchor.part() * metrics.stringWidth(text);
      double base = 0.5 * (metrics.getAscent() - metrics.getDescent());
      graphics.setFont(font);
      graphics.drawString(text, (float) left, (float) base);
    } else {
      double thickness = LETTER_SIZE / (lettering == Lettering.BOLD ? 7.0 : 12.0);
      StrokeFont strokes = new StrokeFont(LETTER_SIZE, thickness);
      strokes.write(graphics, text, -anchor.part() * strokes.width(text), 0);
    }
    graphics.setTransform(before);
  }

  /** Whether Java has fonts is found out at the first text. */
  private static final class Fonts {

    private static final boolean PRESENT = arePresent();

    static Font font(int style) {
      return new Font(Font.SANS_SERIF, style, LETTER_SIZE);
    }

    /** A missing library or font shows as one of several errors, at the first text. */
    private static boolean arePresent() {
      Path library =
          Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("fontmanager"));
      Graphics2D graphics = PixelImage.blank(1, 1).createGraphics();
      try {
        // Debian's JDK, unlike others, prints a line of its own where this library does not load
        if (Files.exists(library)) {
          NativeLibrary.requireLoadable(library);
        }
        graphics.getFontMetrics(font(Font.PLAIN)).stringWidth("0");
        return true;
      } catch (RuntimeException | LinkageError | InternalError e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        LOG.debug("Java has no fonts here, pictures get letters of strokes: {}", cause.toString());
        return false;
      } finally {
        graphics.dispose();
      }
    }
  }
}
