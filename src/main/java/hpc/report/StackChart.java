package hpc.report;

import hpc.drawing.Lettering.Anchor;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;

/**
 * What a whole is made of: a bar a row, all of the same length.
 *
 * @param head above it
 * @param parts what the colours mean, in the order of the bars
 * @param rows from above to below
 */
record StackChart(ChartHead head, List<Part> parts, List<Row> rows) implements Drawing {

  private static final double WIDTH = ChartHead.WIDTH;
  private static final double EDGE = ChartHead.EDGE;
  private static final double ROW = 22;
  private static final double BAR = 15;
  private static final double FOOT = 30;
  private static final double SWATCH = 11;
  private static final double GAP = 6;

  /** Copies the lists. */
  StackChart {
    parts = List.copyOf(parts);
    rows = List.copyOf(rows);
  }

  /** A kind of part. */
  record Part(String name, PlotColor ink) {}

  /**
   * A bar.
   *
   * @param label what it is, left of it
   * @param note its whole, right of it
   * @param shares of the parts, adding up to 1
   */
  record Row(String label, String note, List<Double> shares) {

    /** Copies the list. */
    Row {
      shares = List.copyOf(shares);
    }
  }

  @Override
  public double width() {
    return WIDTH;
  }

  @Override
  public double height() {
    return top() + rows.size() * ROW + FOOT;
  }

  private static double top() {
    return ChartHead.HEIGHT + Canvas.LINE_HEIGHT + GAP;
  }

  @Override
  public void drawOn(Canvas canvas) {
    head.drawOn(canvas);
    drawLegend(canvas);
    double labels = rows.stream().mapToDouble(row -> Canvas.room(row.label())).max().orElse(0);
    double notes = rows.stream().mapToDouble(row -> Canvas.room(row.note())).max().orElse(0);
    double left = EDGE + labels + GAP;
    double length = WIDTH - EDGE - notes - GAP - left;
    double bottom = top() + rows.size() * ROW;
    for (int percent = 0; percent <= 100; percent += 25) {
      double x = left + length * percent / 100;
      canvas.stroke(new Line2D.Double(x, top(), x, bottom), PlotColor.GRID, Canvas.Pen.HAIR);
      canvas.write(percent + " %", x, bottom + FOOT / 2, Anchor.CENTRE, PlotColor.PALE);
    }
    for (int i = 0; i < rows.size(); i++) {
      double middle = top() + (i + 0.5) * ROW;
      canvas.write(rows.get(i).label(), left - GAP, middle, Anchor.RIGHT, PlotColor.TEXT);
      drawBar(canvas, rows.get(i), left, middle - BAR / 2, length);
      canvas.write(rows.get(i).note(), WIDTH - EDGE, middle, Anchor.RIGHT, PlotColor.TEXT);
    }
  }

  private void drawLegend(Canvas canvas) {
    double x = EDGE;
    double y = ChartHead.HEIGHT + Canvas.LINE_HEIGHT / 2;
    for (Part part : parts) {
      canvas.fill(new Rectangle2D.Double(x, y - SWATCH / 2, SWATCH, SWATCH), part.ink());
      canvas.write(part.name(), x + SWATCH + GAP, y, Anchor.LEFT, PlotColor.TEXT);
      x += SWATCH + GAP + Canvas.room(part.name()) + 2 * GAP;
    }
  }

  private void drawBar(Canvas canvas, Row row, double left, double top, double length) {
    double x = left;
    for (int i = 0; i < parts.size(); i++) {
      double share = row.shares().get(i);
      if (share > 0) {
        String meaning =
            String.format(
                Locale.ROOT, "%s: %s %.1f %%", row.label(), parts.get(i).name(), 100 * share);
        canvas.mark(
            new Rectangle2D.Double(x, top, share * length, BAR), parts.get(i).ink(), meaning);
        x += share * length;
      }
    }
  }
}
