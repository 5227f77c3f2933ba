package hpc.plot;

import hpc.exec.Markup;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.Base64;

/**
 * A plot as SVG 1.1. Colours are attributes, which every reader of SVG heeds, and classes, by which
 * a page may change them. Text names no font but the reader's own sans serif.
 */
final class SvgCanvas implements Canvas {

  private final StringBuilder body = new StringBuilder();

  private SvgCanvas() {}

  /** A file of its own and a part of a page, which may take the white ground away. */
  static String draw(Plot plot) {
    SvgCanvas canvas = new SvgCanvas();
    plot.drawOn(canvas);
    String width = number(plot.width());
    String height = number(plot.height());
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" \
    role="img" aria-labelledby="%3$s-t %3$s-d" font-family="sans-serif" font-size="%4$s">
    <title id="%3$s-t">%5$s</title>
    <desc id="%3$s-d">%6$s</desc>
    <rect class="ground" width="100%%" height="100%%" fill="%7$s"/>
    %8$s</svg>
    """
        .formatted(
            width,
            height,
            plot.name(),
            LETTER_SIZE,
            Markup.text(plot.title()),
            Markup.text(plot.description()),
            PlotColor.PAPER.hex(),
            canvas.body);
  }

  @Override
  public void stroke(Shape shape, PlotColor ink, Pen pen) {
    String dashes = pen == Pen.DASHED ? " stroke-dasharray=\"6 4\"" : "";
    body.append(
        "<path class=\"s-%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s d=\"%s\"/>\n"
            .formatted(ink.word(), ink.hex(), number(pen.width()), dashes, path(shape)));
  }

  @Override
  public void fill(Shape shape, PlotColor ink, String meaning) {
    String title = meaning.isEmpty() ? "/>" : "><title>" + Markup.text(meaning) + "</title></path>";
    appendFilled(shape, ink, title);
  }

  @Override
  public void veil(Shape shape, PlotColor ink) {
    appendFilled(shape, ink, " fill-opacity=\"0.18\"/>");
  }

  private void appendFilled(Shape shape, PlotColor ink, String end) {
    body.append(
        "<path class=\"f-%s\" fill=\"%s\" d=\"%s\"%s\n"
            .formatted(ink.word(), ink.hex(), path(shape), end));
  }

  @Override
  public void image(BufferedImage image, Rectangle2D box) {
    body.append(
        """
        <image x="%s" y="%s" width="%s" height="%s" preserveAspectRatio="none" \
        style="image-rendering: pixelated" href="data:image/png;base64,%s"/>
        """
            .formatted(
                number(box.getX()),
                number(box.getY()),
                number(box.getWidth()),
                number(box.getHeight()),
                Base64.getEncoder().encodeToString(PixelImage.png(image))));
  }

  @Override
  public void write(
      String text, double x, double y, Anchor anchor, Lettering lettering, PlotColor ink) {
    if (text.isEmpty()) {
      return;
    }
    String side =
        switch (anchor) {
          case LEFT -> "";
          case CENTRE -> " text-anchor=\"middle\"";
          case RIGHT -> " text-anchor=\"end\"";
        };
    String more =
        switch (lettering) {
          case PLAIN -> "";
          case BOLD -> " font-weight=\"bold\"";
          case UPWARDS -> " transform=\"rotate(-90 %s %s)\"".formatted(number(x), number(y));
        };
    // dy rather than dominant-baseline, which not every reader knows
    body.append(
        "<text class=\"f-%s\" fill=\"%s\" x=\"%s\" y=\"%s\" dy=\"0.36em\"%s%s>%s</text>\n"
            .formatted(ink.word(), ink.hex(), number(x), number(y), side, more, Markup.text(text)));
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator i = shape.getPathIterator(new AffineTransform()); !i.isDone(); i.next()) {
      switch (i.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> segment(path, 'M', at, 2);
        case PathIterator.SEG_LINETO -> segment(path, 'L', at, 2);
        case PathIterator.SEG_QUADTO -> segment(path, 'Q', at, 4);
        case PathIterator.SEG_CUBICTO -> segment(path, 'C', at, 6);
        default -> path.append('Z');
      }
    }
    return path.toString();
  }

  private static void segment(StringBuilder path, char letter, double[] at, int count) {
    path.append(letter);
    for (int i = 0; i < count; i++) {
      path.append(i == 0 ? "" : " ").append(number(at[i]));
    }
  }

  /** A hundredth of a unit is less than anybody sees. */
  private static String number(double value) {
    long hundredths = Math.round(value * 100);
    // String.format would take most of the time of a page
    return hundredths % 100 == 0
        ? Long.toString(hundredths / 100)
        : BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
