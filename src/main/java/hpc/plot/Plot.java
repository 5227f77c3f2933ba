package hpc.plot;

import hpc.plot.Canvas.Anchor;
import hpc.plot.Canvas.Lettering;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * A figure: a title, a legend where it covers nothing, and panels one below the other.
 *
 * @param name the stem of its files
 * @param title what it shows, in a few words
 * @param subtitle of what; cut where the figure ends
 * @param description the same for those who do not see it, with how to read it
 * @param panelWidth units across of the panels; else what the usual width of a figure leaves
 * @param panels from above to below
 */
public record Plot(
    String name,
    String title,
    String subtitle,
    String description,
    OptionalDouble panelWidth,
    List<Panel> panels) {

  /** Pixels to a unit of figures that are printed: 520 units are 8.8 cm at 300 dots per inch. */
  public static final int PRINT = 2;

  private static final double USUAL_WIDTH = 520;

  /** What is left for panels at least, however long the labels are. */
  private static final double LEAST_PANEL = 220;

  private static final double EDGE = Panel.EDGE;
  private static final double HEAD = EDGE + 32;

  /** Bold letters take so many times the room. */
  private static final double BOLD = 1.1;

  /** In the legend: the signs, and what is free before the name and behind it. */
  private static final double SAMPLE_WIDTH = 24;

  private static final double SAMPLE_HEIGHT = 11;
  private static final double GAP = 6;
  private static final double BETWEEN = 16;

  /** Copies the list. */
  public Plot {
    panels = List.copyOf(panels);
  }

  /** A figure of the usual width. */
  public Plot(String name, String title, String subtitle, String description, List<Panel> panels) {
    this(name, title, subtitle, description, OptionalDouble.empty(), panels);
  }

  /** The same under another name. */
  public Plot named(String other) {
    return new Plot(other, title, subtitle, description, panelWidth, panels);
  }

  /** The figure as SVG, for a file and for a page. */
  public String svg() {
    return SvgCanvas.draw(this);
  }

  /** The figure as a PNG, with so many pixels to a unit. */
  public byte[] png(int scale) {
    return PixelImage.png(PixelCanvas.draw(this, scale));
  }

  /** Units across. */
  public double width() {
    double head = 2 * EDGE + Math.max(BOLD * Canvas.room(title), Canvas.room(subtitle));
    return panelWidth.isPresent()
        ? Math.max(Math.min(USUAL_WIDTH, head), left() + panelWidth.getAsDouble() + right())
        : Math.max(USUAL_WIDTH, left() + LEAST_PANEL + right());
  }

  /** Units down. */
  public double height() {
    return top()
        + panels.stream().mapToDouble(panel -> panel.above() + panel.height() + panel.below()).sum()
        + GAP;
  }

  private double left() {
    return most(Panel::left);
  }

  private double right() {
    return most(Panel::right);
  }

  private double most(ToDoubleFunction<Panel> units) {
    return panels.stream().mapToDouble(units).max().orElse(0);
  }

  private double top() {
    List<Entry> legend = legend();
    int lines = legend.isEmpty() ? 0 : legend.getLast().line + 1;
    return HEAD + lines * Canvas.LINE_HEIGHT + EDGE;
  }

  void drawOn(Canvas canvas) {
    canvas.write(title, EDGE, EDGE + 3, Anchor.LEFT, Lettering.BOLD, PlotColor.TEXT);
    double second = EDGE + 3 + Canvas.LINE_HEIGHT;
    canvas.write(cut(subtitle), EDGE, second, Anchor.LEFT, PlotColor.PALE);
    legend().forEach(entry -> entry.drawOn(canvas));
    double left = left();
    double across = panelWidth.orElse(width() - left - right());
    double y = top();
    for (Panel panel : panels) {
      y += panel.above();
      Rectangle2D box = new Rectangle2D.Double(left, y, across, panel.height());
      panel.drawOn(canvas, box, width() - EDGE);
      y += panel.height() + panel.below();
    }
  }

  private String cut(String text) {
    String shown = text;
    while (Canvas.room(shown) > width() - 2 * EDGE) {
      String stem = shown.endsWith("...") ? shown.substring(0, shown.length() - 3) : shown;
      shown = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1)) + "...";
    }
    return shown;
  }

  /** What the signs of all panels mean, each name once, in lines as wide as the figure. */
  private List<Entry> legend() {
    Map<String, Layer> layers = new LinkedHashMap<>();
    panels.stream()
        .flatMap(panel -> panel.layers().stream())
        .forEach(layer -> layer.name().ifPresent(name -> layers.putIfAbsent(name, layer)));
    List<Entry> entries = new ArrayList<>();
    double x = EDGE;
    int line = 0;
    for (Map.Entry<String, Layer> named : layers.entrySet()) {
      double room = SAMPLE_WIDTH + GAP + Canvas.room(named.getKey());
      if (x > EDGE && x + room > width() - EDGE) {
        x = EDGE;
        line++;
      }
      entries.add(new Entry(named.getKey(), named.getValue(), x, line));
      x += room + BETWEEN;
    }
    return entries;
  }

  /** A name in the legend. */
  private record Entry(String name, Layer layer, double x, int line) {

    void drawOn(Canvas canvas) {
      double y = HEAD + (line + 0.5) * Canvas.LINE_HEIGHT;
      layer.drawSample(
          canvas, new Rectangle2D.Double(x, y - SAMPLE_HEIGHT / 2, SAMPLE_WIDTH, SAMPLE_HEIGHT));
      canvas.write(name, x + SAMPLE_WIDTH + GAP, y, Anchor.LEFT, PlotColor.TEXT);
    }
  }
}
