package hpc.report;

import hpc.drawing.Lettering.Anchor;
import hpc.exec.Markup;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.math.BigDecimal;

/**
 * A figure as SVG 1.1. Colours are attributes, which every reader of SVG heeds, and classes, by
 * which a page may change them. Text names no font but the reader's own sans serif.
 */
final class SvgCanvas implements Canvas {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private final StringBuilder body = new StringBuilder();

  private SvgCanvas() {}

  /** A file of its own, on white paper. */
  static String file(Figure figure) {
    Drawing drawing = figure.drawing();
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + head(
            figure,
            " width=\"%s\" height=\"%s\""
                .formatted(number(drawing.width()), number(drawing.height())))
        + "<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>\n".formatted(PlotColor.PAPER.hex())
        + body(figure)
        + "</svg>\n";
  }

  /** A part of a page, on the paper of the page. */
  static String inline(Figure figure) {
    return head(figure, "") + body(figure) + "</svg>\n";
  }

  private static String head(Figure figure, String size) {
    return """
    <svg xmlns="%s" viewBox="0 0 %s %s"%s role="img" aria-labelledby="%s-t %s-d" \
    font-family="sans-serif" font-size="%s">
    <title id="%s-t">%s</title>
    <desc id="%s-d">%s</desc>
    """
        .formatted(
            NAMESPACE,
            number(figure.drawing().width()),
            number(figure.drawing().height()),
            size,
            figure.name(),
            figure.name(),
            LETTER_SIZE,
            figure.name(),
            Markup.text(figure.title()),
            figure.name(),
            Markup.text(figure.description()));
  }

  private static String body(Figure figure) {
    SvgCanvas canvas = new SvgCanvas();
    figure.drawing().drawOn(canvas);
    return canvas.body.toString();
  }

  @Override
  public void stroke(Shape shape, PlotColor ink, Pen pen) {
    String dashes = pen == Pen.DASHED ? " stroke-dasharray=\"6 4\"" : "";
    body.append(
        "<path class=\"s-%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s d=\"%s\"/>\n"
            .formatted(ink.word(), ink.hex(), number(pen.width()), dashes, path(shape)));
  }

  @Override
  public void fill(Shape shape, PlotColor ink) {
    body.append(filled(shape, ink, "/>\n"));
  }

  @Override
  public void veil(Shape shape, PlotColor ink) {
    body.append(filled(shape, ink, " fill-opacity=\"0.18\"/>\n"));
  }

  @Override
  public void mark(Shape shape, PlotColor ink, String meaning) {
    body.append(filled(shape, ink, "><title>" + Markup.text(meaning) + "</title></path>\n"));
  }

  private static String filled(Shape shape, PlotColor ink, String end) {
    return "<path class=\"f-%s\" fill=\"%s\" d=\"%s\"%s"
        .formatted(ink.word(), ink.hex(), path(shape), end);
  }

  @Override
  public void write(String text, double x, double y, Anchor anchor, PlotColor ink) {
    write(text, x, y, anchor, ink, "");
  }

  @Override
  public void writeBold(String text, double x, double y, Anchor anchor, PlotColor ink) {
    write(text, x, y, anchor, ink, " font-weight=\"bold\"");
  }

  @Override
  public void writeUpwards(String text, double x, double y, PlotColor ink) {
    String turn = " transform=\"rotate(-90 %s %s)\"".formatted(number(x), number(y));
    write(text, x, y, Anchor.CENTRE, ink, turn);
  }

  private void write(String text, double x, double y, Anchor anchor, PlotColor ink, String more) {
    String side =
        switch (anchor) {
          case LEFT -> "";
          case CENTRE -> " text-anchor=\"middle\"";
          case RIGHT -> " text-anchor=\"end\"";
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
