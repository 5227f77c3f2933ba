package hpc.plot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.List;

/**
 * Letters as strokes of a pen, for machines where Java has no fonts: Hershey's Roman Simplex. It
 * has the characters of ASCII; accents are left out, and any other character is a block.
 */
final class StrokeFont {

  private static final char FIRST = ' ';

  /** In the data: where capitals are half as high, and the height of a font with such capitals. */
  private static final double MIDDLE = -1.5;

  private static final double HEIGHT = 32;

  private static final List<Glyph> GLYPHS = read();

  private final double scale;
  private final Stroke pen;

  /**
   * A font.
   *
   * @param size the height of its lines, in units of the picture
   * @param thickness of the pen, in the same
   */
  StrokeFont(double size, double thickness) {
    this.scale = size / HEIGHT;
    this.pen = new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** Units that {@code text} takes across. */
  double width(String text) {
    return scale * glyphs(text).stream().mapToInt(glyph -> glyph.right - glyph.left).sum();
  }

  /** Writes text that begins at {@code left}, its capitals about {@code middle}. */
  void write(Graphics2D to, String text, double left, double middle) {
    Path2D strokes = new Path2D.Double();
    int x = 0;
    for (Glyph glyph : glyphs(text)) {
      strokes.append(
          glyph.strokes.getPathIterator(AffineTransform.getTranslateInstance(x - glyph.left, 0)),
          false);
      x += glyph.right - glyph.left;
    }
    AffineTransform place = AffineTransform.getTranslateInstance(left, middle);
    place.scale(scale, scale);
    place.translate(0, -MIDDLE);
    Stroke before = to.getStroke();
    to.setStroke(pen);
    to.draw(strokes.createTransformedShape(place));
    to.setStroke(before);
  }

  private static List<Glyph> glyphs(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(character -> Character.getType(character) != Character.NON_SPACING_MARK)
        .mapToObj(StrokeFont::glyph)
        .toList();
  }

  private static Glyph glyph(int character) {
    int index = character - FIRST;
    return 0 <= index && index < GLYPHS.size() ? GLYPHS.get(index) : GLYPHS.getLast();
  }

  private static List<Glyph> read() {
    try (InputStream data = StrokeFont.class.getResourceAsStream("hershey.jhf")) {
      return new String(data.readAllBytes(), US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Glyph::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a character looks like between its sides, y downwards. */
  private record Glyph(int left, int right, Path2D strokes) {

    /** Number and count in eight columns; then a character a coordinate, R is 0: sides, points. */
    static Glyph read(String line) {
      Path2D strokes = new Path2D.Double();
      boolean isDown = false;
      for (int i = 10; i + 1 < line.length(); i += 2) {
        int x = line.charAt(i) - 'R';
        int y = line.charAt(i + 1) - 'R';
        if (line.charAt(i) == ' ') {
          isDown = false; // the pen is lifted
        } else if (isDown) {
          strokes.lineTo(x, y);
        } else {
          strokes.moveTo(x, y);
          isDown = true;
        }
      }
      return new Glyph(line.charAt(8) - 'R', line.charAt(9) - 'R', strokes);
    }
  }
}
