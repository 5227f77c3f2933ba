package hpc.drawing;

import hpc.nativecode.NativeLibrary;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into pictures. Fonts need the library fontconfig and a font, which compute nodes often
 * lack, and libraries that a headless JDK may lack: the letters are then a {@link StrokeFont}'s.
 */
public final class Lettering {

  private static final Logger LOG = LoggerFactory.getLogger(Lettering.class);

  /** How text lies at its point. */
  public enum Anchor {
    LEFT(0),
    CENTRE(0.5),
    RIGHT(1);

    private final double part;

    Anchor(double part) {
      this.part = part;
    }
  }

  private static final Path LIBRARY =
      Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("fontmanager"));

  private final int size;
  private boolean tried;
  private boolean fonts;

  /** Letters of {@code size} pixels. */
  public Lettering(int size) {
    this.size = size;
  }

  /** Writes text whose middle height is at {@code y}. */
  public void write(Graphics2D to, String text, double x, double y, Anchor anchor) {
    write(to, text, x, y, anchor, Font.PLAIN);
  }

  /** The same in bold letters. */
  public void writeBold(Graphics2D to, String text, double x, double y, Anchor anchor) {
    write(to, text, x, y, anchor, Font.BOLD);
  }

  /** Writes text upwards, its middle at the point. */
  public void writeUpwards(Graphics2D to, String text, double x, double y) {
    AffineTransform before = to.getTransform();
    to.translate(x, y);
    to.rotate(-Math.PI / 2);
    write(to, text, 0, 0, Anchor.CENTRE);
    to.setTransform(before);
  }

  /** Pixels that text takes across. */
  public int width(Graphics2D to, String text) {
    return hasFonts()
        ? to.getFontMetrics(font(Font.PLAIN)).stringWidth(text)
        : (int) Math.ceil(strokes(Font.PLAIN).width(text));
  }

  private void write(Graphics2D to, String text, double x, double y, Anchor anchor, int style) {
    if (!hasFonts()) {
      StrokeFont strokes = strokes(style);
      strokes.write(to, text, x - anchor.part * strokes.width(text), y);
      return;
    }
    to.setFont(font(style));
    FontMetrics metrics = to.getFontMetrics();
    double left = x - anchor.part * metrics.stringWidth(text);
    double base = y + 0.5 * (metrics.getAscent() - metrics.getDescent());
    to.drawString(text, (float) left, (float) base);
  }

  private Font font(int style) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private StrokeFont strokes(int style) {
    return new StrokeFont(size, size / (style == Font.BOLD ? 7.0 : 12.0));
  }

  private boolean hasFonts() {
    if (!tried) {
      tried = true;
      fonts = tryFonts();
    }
    return fonts;
  }

  /** A missing library or font shows as one of several errors, at the first text. */
  private boolean tryFonts() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      // Debian's JDK, unlike others, prints a line of its own where this library does not load
      if (Files.exists(LIBRARY)) {
        NativeLibrary.requireLoadable(LIBRARY);
      }
      graphics.getFontMetrics(font(Font.PLAIN)).stringWidth("0");
      return true;
    } catch (RuntimeException | LinkageError | InternalError e) {
      LOG.debug("Java has no fonts here, pictures get letters of strokes: {}", reason(e));
      return false;
    } finally {
      graphics.dispose();
    }
  }

  private static String reason(Throwable e) {
    return e.getCause() == null ? e.toString() : reason(e.getCause());
  }
}
