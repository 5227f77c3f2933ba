package hpc.fieldio;

import hpc.diffusion.Grid;
import hpc.drawing.Lettering;
import hpc.drawing.Lettering.Anchor;
import hpc.drawing.Ticks;
import hpc.drawing.Ticks.Tick;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws a field: x downwards, as its rows are numbered, y to the right, a colour bar beside it. A
 * point or block of points is a square of pixels; a field that is very narrow is stretched to be
 * seen.
 */
final class FieldPicture {

  /** Small fields are enlarged to about this. */
  private static final int USUAL_SIDE = 600;

  /** Two numbers have room beside each other, or above. */
  private static final int LEAST_WIDTH = 100;

  private static final int LEAST_HEIGHT = 48;

  private static final int GAP = 24;
  private static final int TICK = 5;
  private static final int BAR_WIDTH = 20;

  /** The bar of a flat picture is to have room for its numbers. */
  private static final int LEAST_BAR = 200;

  private static final int TITLE_HEIGHT = 66;
  private static final int FOOT_HEIGHT = 62;

  /** Pixels from one number to the next, about. */
  private static final int TICK_DISTANCE = 90;

  private static final int LEAST_BAR_TICKS = 4;

  private static final Color INK = new Color(0x222222);
  private static final Color PALE_INK = new Color(0x666666);

  private final Grid grid;
  private final PixelMeans pixels;
  private final ValueRange range;
  private final Lettering lettering;
  private final int fieldWidth;
  private final int fieldHeight;
  private String title = "";
  private String subtitle = "";

  FieldPicture(Grid grid, PixelMeans pixels, ValueRange range, Lettering lettering) {
    this.grid = grid;
    this.pixels = pixels;
    this.range = range;
    this.lettering = lettering;
    int enlarged = Math.max(1, USUAL_SIDE / Math.max(pixels.width(), pixels.height()));
    this.fieldWidth = Math.max(LEAST_WIDTH, pixels.width() * enlarged);
    this.fieldHeight = Math.max(LEAST_HEIGHT, pixels.height() * enlarged);
  }

  /** With a title of two lines. */
  FieldPicture titled(String first, String second) {
    title = first;
    subtitle = second;
    return this;
  }

  /** Draws it. */
  BufferedImage draw() {
    List<Tick> alongX = Ticks.between(0, grid.nx() * grid.dx(), fieldHeight / TICK_DISTANCE);
    List<Tick> alongY = Ticks.between(0, grid.ny() * grid.dy(), fieldWidth / TICK_DISTANCE);
    int barHeight = Math.max(LEAST_BAR, fieldHeight);
    List<Tick> ofBar =
        Ticks.between(
            range.lowest(), range.highest(), Math.max(LEAST_BAR_TICKS, barHeight / TICK_DISTANCE));

    Graphics2D measure = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    int left = GAP + GAP + widest(measure, alongX) + 2 * TICK;
    int right = GAP + BAR_WIDTH + 2 * TICK + widest(measure, ofBar) + GAP;
    int titleWidth = Math.max(lettering.width(measure, title), lettering.width(measure, subtitle));
    measure.dispose();

    int width = left + Math.max(fieldWidth + right, titleWidth + GAP);
    int height = TITLE_HEIGHT + barHeight + FOOT_HEIGHT;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D to = graphics(image);
    to.setColor(Color.WHITE);
    to.fillRect(0, 0, width, height);
    Rectangle field = new Rectangle(left, TITLE_HEIGHT, fieldWidth, fieldHeight);
    drawTitle(to, left);
    drawField(to, field);
    drawAxes(to, field, alongX, alongY);
    drawBar(to, new Rectangle(left + fieldWidth + GAP, TITLE_HEIGHT, BAR_WIDTH, barHeight), ofBar);
    to.dispose();
    return image;
  }

  private static Graphics2D graphics(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_NORMALIZE);
    graphics.setStroke(new BasicStroke(1));
    return graphics;
  }

  private int widest(Graphics2D measure, List<Tick> ticks) {
    return ticks.stream().mapToInt(tick -> lettering.width(measure, tick.label())).max().orElse(0);
  }

  private void drawTitle(Graphics2D to, int left) {
    to.setColor(INK);
    lettering.writeBold(to, title, left, TITLE_HEIGHT - 44, Anchor.LEFT);
    to.setColor(PALE_INK);
    lettering.write(to, subtitle, left, TITLE_HEIGHT - 22, Anchor.LEFT);
  }

  private void drawField(Graphics2D to, Rectangle where) {
    BufferedImage raw =
        new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < pixels.height(); row++) {
      for (int column = 0; column < pixels.width(); column++) {
        raw.setRGB(column, row, ColourMap.at(pixels.part(row, column)));
      }
    }
    to.drawImage(raw, where.x, where.y, where.width, where.height, null);
  }

  private void drawAxes(Graphics2D to, Rectangle field, List<Tick> alongX, List<Tick> alongY) {
    to.setColor(INK);
    frame(to, field);
    for (Tick tick : alongX) {
      double y = field.y + tick.value() / (grid.nx() * grid.dx()) * field.height;
      to.draw(new Line2D.Double(field.x - TICK, y, field.x, y));
      lettering.write(to, tick.label(), field.x - 2 * TICK, y, Anchor.RIGHT);
    }
    double bottom = field.getMaxY();
    for (Tick tick : alongY) {
      double x = field.x + tick.value() / (grid.ny() * grid.dy()) * field.width;
      to.draw(new Line2D.Double(x, bottom, x, bottom + TICK));
      lettering.write(to, tick.label(), x, bottom + 3.5 * TICK, Anchor.CENTRE);
    }
    lettering.writeUpwards(to, "x", GAP, field.getCenterY());
    lettering.write(to, "y", field.getCenterX(), bottom + 8 * TICK, Anchor.CENTRE);
  }

  private void drawBar(Graphics2D to, Rectangle bar, List<Tick> ticks) {
    for (int line = 0; line < bar.height; line++) {
      to.setColor(new Color(ColourMap.at(1 - (line + 0.5) / bar.height)));
      to.fillRect(bar.x, bar.y + line, bar.width, 1);
    }
    to.setColor(INK);
    frame(to, bar);
    for (Tick tick : ticks) {
      double y = bar.getMaxY() - range.part(tick.value()) * bar.height;
      to.draw(new Line2D.Double(bar.getMaxX(), y, bar.getMaxX() + TICK, y));
      lettering.write(to, tick.label(), bar.getMaxX() + 2 * TICK, y, Anchor.LEFT);
    }
    lettering.write(to, "u", bar.getCenterX(), bar.getMaxY() + 8 * TICK, Anchor.CENTRE);
  }

  /** Around, not upon, what is drawn. */
  private static void frame(Graphics2D to, Rectangle inside) {
    to.drawRect(inside.x - 1, inside.y - 1, inside.width + 1, inside.height + 1);
  }
}
