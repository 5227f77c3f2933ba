package hpc.plot;

import hpc.plot.Canvas.Anchor;
import hpc.plot.Canvas.Lettering;
import hpc.plot.Canvas.Pen;
import hpc.plot.Layer.Area;
import hpc.plot.PlotAxis.Scale;
import hpc.plot.Ticks.Tick;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * Two axes and what is drawn between them.
 *
 * @param title above it at the left, or ""
 * @param note above it at the right, or ""
 * @param across the axis to the right
 * @param up the axis upwards
 * @param notes right of its ticks, one for each, or none
 * @param height of the axis upwards
 * @param layers from the back to the front
 */
public record Panel(
    String title,
    String note,
    PlotAxis across,
    PlotAxis up,
    List<String> notes,
    double height,
    List<Layer> layers) {

  private static final double USUAL_HEIGHT = 250;
  private static final double ROW = 22;
  private static final double TICK = 5;
  private static final double GAP = 6;
  private static final double NUMBERS = 24;

  /** Units that stay free at the sides of a plot. */
  static final double EDGE = 14;

  /** Copies the lists. */
  public Panel {
    notes = List.copyOf(notes);
    layers = List.copyOf(layers);
  }

  /** Without title and notes. */
  public Panel(PlotAxis across, PlotAxis up, double height, List<? extends Layer> layers) {
    this("", "", across, up, List.of(), height, List.copyOf(layers));
  }

  /** Two axes of numbers. */
  public static Panel of(PlotAxis across, PlotAxis up, List<? extends Layer> layers) {
    return new Panel(across, up, USUAL_HEIGHT, layers);
  }

  /** Rows of a table, which {@link Bars} are beside: labels are left of them, notes right. */
  public static Panel rows(
      PlotAxis across, List<String> labels, List<String> notes, List<? extends Layer> layers) {
    PlotAxis rows = PlotAxis.rows(labels);
    return new Panel("", "", across, rows, notes, ROW * labels.size(), List.copyOf(layers));
  }

  /** The same with words above it. */
  public Panel titled(String left, String right) {
    return new Panel(left, right, across, up, notes, height, layers);
  }

  /** Units between the edge of the plot and the axis upwards. */
  double left() {
    double label = up.label().isEmpty() ? 0 : Canvas.LINE_HEIGHT;
    double labels = widest(up.ticks().stream().map(Tick::label).toList());
    return Math.ceil(EDGE + label + labels + 2 * TICK);
  }

  /** Units right of the axis across: notes, or half of a number at the end. */
  double right() {
    double overhang =
        across.ticks().stream()
            .filter(tick -> across.part(tick.value()) > 0.9)
            .mapToDouble(tick -> Canvas.room(tick.label()) / 2 - EDGE + TICK)
            .reduce(0, Math::max);
    return EDGE + (notes.isEmpty() ? overhang : widest(notes) + 2 * GAP);
  }

  private static double widest(List<String> texts) {
    return texts.stream().mapToDouble(Canvas::room).max().orElse(0);
  }

  /** Units above the axes. */
  double above() {
    return title.isEmpty() ? 0 : Canvas.LINE_HEIGHT;
  }

  /** Units below the axes. */
  double below() {
    double numbers =
        across.ticks().stream().allMatch(tick -> tick.label().isEmpty()) ? GAP : NUMBERS;
    return numbers + (across.label().isEmpty() ? 0 : Canvas.LINE_HEIGHT + GAP);
  }

  /**
   * Draws it.
   *
   * @param box where the axes lie
   * @param edge where notes end
   */
  void drawOn(Canvas canvas, Rectangle2D box, double edge) {
    double head = box.getY() - Canvas.LINE_HEIGHT / 2;
    canvas.write(title, box.getX(), head, Anchor.LEFT, Lettering.BOLD, PlotColor.TEXT);
    canvas.write(note, box.getMaxX(), head, Anchor.RIGHT, PlotColor.VERMILLION);
    Area area = new Area(box, across, up);
    drawAcross(canvas, area);
    drawUp(canvas, area);
    layers.forEach(layer -> layer.drawOn(canvas, area));
    for (int i = 0; i < notes.size(); i++) {
      double y = area.y(up.ticks().get(i).value());
      canvas.write(notes.get(i), edge, y, Anchor.RIGHT, PlotColor.TEXT);
    }
  }

  private void drawAcross(Canvas canvas, Area area) {
    Rectangle2D box = area.box();
    double bottom = box.getMaxY();
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : across.ticks()) {
      double x = area.x(tick.value());
      double room = Canvas.room(tick.label());
      boolean hasRoom = x - room / 2 >= free;
      if (hasRoom) {
        canvas.line(x, box.getY(), x, bottom, PlotColor.GRID, Pen.HAIR);
      }
      if (!tick.label().isEmpty()) {
        canvas.line(x, bottom, x, bottom + TICK, PlotColor.PALE, Pen.HAIR);
      }
      if (hasRoom && !tick.label().isEmpty()) {
        canvas.write(tick.label(), x, bottom + 3 * TICK, Anchor.CENTRE, PlotColor.PALE);
        free = x + room / 2 + TICK;
      }
    }
    double below = bottom + NUMBERS + Canvas.LINE_HEIGHT / 2;
    canvas.write(across.label(), box.getCenterX(), below, Anchor.CENTRE, PlotColor.TEXT);
  }

  private void drawUp(Canvas canvas, Area area) {
    Rectangle2D box = area.box();
    boolean isTable = up.scale() == Scale.ROWS;
    double last = Double.POSITIVE_INFINITY;
    for (Tick tick : up.ticks()) {
      double y = area.y(tick.value());
      if (!isTable) {
        canvas.line(box.getX(), y, box.getMaxX(), y, PlotColor.GRID, Pen.HAIR);
      }
      if (Math.abs(y - last) >= Canvas.LETTER_SIZE) {
        PlotColor ink = isTable ? PlotColor.TEXT : PlotColor.PALE;
        canvas.write(tick.label(), box.getX() - GAP, y, Anchor.RIGHT, ink);
        last = y;
      }
    }
    if (!isTable) {
      double bottom = box.getMaxY();
      canvas.line(box.getX(), bottom, box.getMaxX(), bottom, PlotColor.PALE, Pen.HAIR);
    }
    double x = EDGE + Canvas.LETTER_SIZE / 3.0;
    canvas.write(up.label(), x, box.getCenterY(), Anchor.CENTRE, Lettering.UPWARDS, PlotColor.TEXT);
  }
}
