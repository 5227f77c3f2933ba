package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.drawing.Lettering;
import hpc.drawing.Lettering.Anchor;
import hpc.drawing.PngImage;
import hpc.drawing.Ticks.Tick;
import hpc.report.Canvas.Pen;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * Memory against time, a panel for each process, all with the same axes; below each panel what the
 * process was doing.
 *
 * @param title what it shows
 * @param subtitle of what
 * @param panels from above to below, at least one with a moment
 */
public record MemoryChart(String title, String subtitle, List<Panel> panels) implements Drawing {

  private static final double MIB = 1 << 20;
  private static final double EDGE = ChartHead.EDGE;
  private static final double TALL = 230;
  private static final double LOW = 110;
  private static final double NAME = Canvas.LINE_HEIGHT;
  private static final double STRIP = 15;
  private static final double GAP = 5;
  private static final double FOOT = 58;
  private static final double SWATCH = 24;
  private static final double DOT = 4;

  /** More points than a figure has pixels would only make it large. */
  private static final int MOST_POINTS = 1000;

  private static final Map<String, PlotColor> INKS =
      Map.of(
          "solve", PlotColor.BLUE,
          "check", PlotColor.GREEN,
          "create", PlotColor.GREEN,
          "cross out", PlotColor.VERMILLION,
          "collect", PlotColor.PURPLE,
          "compute", PlotColor.BLUE,
          "sieving primes", PlotColor.PURPLE,
          "segments", PlotColor.VERMILLION,
          "communication", PlotColor.VERMILLION,
          "io", PlotColor.GREEN);

  /** Copies the list. */
  public MemoryChart {
    panels = List.copyOf(panels);
  }

  /**
   * A process.
   *
   * @param name which
   * @param moments by time, at least one
   * @param pauses when it stood still to collect garbage
   * @param strips what it was doing, in rows from coarse to fine
   */
  public record Panel(
      String name, List<Moment> moments, List<Stretch> pauses, List<List<Stretch>> strips) {

    /** Copies the lists. */
    public Panel {
      moments = List.copyOf(moments);
      pauses = List.copyOf(pauses);
      strips = strips.stream().filter(strip -> !strip.isEmpty()).map(List::copyOf).toList();
    }

    private Moment peak() {
      return moments.stream().max(Comparator.comparingLong(Moment::resident)).orElseThrow();
    }
  }

  /** Bytes at one time. */
  public record Moment(double seconds, long resident, long heapUsed, long heapCommitted) {}

  /** Something from one time to another. */
  public record Stretch(String label, double from, double to) {}

  /** The figure as SVG. */
  public byte[] svg() {
    String description =
        "resident set, heap in use and heap committed in MiB against time; peak of %s: %s"
            .formatted(panels.getFirst().name(), peakText(panels.getFirst().peak()));
    return SvgCanvas.file(new Figure("timeline", title, description, this)).getBytes(UTF_8);
  }

  /** The figure as PNG. */
  public byte[] png() {
    PngImage.needNoScreen();
    return PngImage.bytes(PixelCanvas.draw(this, new Lettering(Canvas.LETTER_SIZE)));
  }

  @Override
  public double width() {
    return ChartHead.WIDTH;
  }

  @Override
  public double height() {
    return top()
        + panels.stream().mapToDouble(this::height).sum()
        + FOOT
        + meanings().size() * Canvas.LINE_HEIGHT;
  }

  /** For each row of strips, in all panels, the words that occur in it. */
  private List<List<String>> meanings() {
    int rows = panels.stream().mapToInt(panel -> panel.strips().size()).max().orElse(0);
    return IntStream.range(0, rows)
        .mapToObj(row ->
            panels.stream()
                .filter(panel -> row < panel.strips().size())
                .flatMap(panel -> panel.strips().get(row).stream())
                .map(Stretch::label)
                .distinct()
                .toList())
        .toList();
  }

  private static double top() {
    return ChartHead.HEIGHT + Canvas.LINE_HEIGHT + GAP;
  }

  private double plotHeight() {
    return panels.size() == 1 ? TALL : LOW;
  }

  private double height(Panel panel) {
    return NAME + plotHeight() + GAP + panel.strips().size() * STRIP + GAP;
  }

  @Override
  public void drawOn(Canvas canvas) {
    new ChartHead(title, subtitle).drawOn(canvas);
    drawLegend(canvas);
    List<Moment> all = panels.stream().flatMap(panel -> panel.moments().stream()).toList();
    double end = all.stream().mapToDouble(Moment::seconds).max().orElseThrow();
    long most =
        all.stream()
            .mapToLong(moment -> Math.max(moment.resident(), moment.heapCommitted()))
            .max()
            .orElseThrow();
    PlotAxis across = PlotAxis.fromZero("time (s)", Math.max(end, 1e-3));
    PlotAxis up = PlotAxis.fromZero("MiB", Math.max(most, 1) / MIB);
    double labels =
        up.ticks().stream().mapToDouble(tick -> Canvas.room(tick.label())).max().orElse(0);
    double left = EDGE + Canvas.LINE_HEIGHT + labels + 2 * GAP;
    double y = top();
    for (Panel panel : panels) {
      Rectangle2D plot =
          new Rectangle2D.Double(left, y + NAME, width() - EDGE - left, plotHeight());
      new Plot(canvas, plot, across, up).draw(panel);
      y += height(panel);
    }
    for (Tick tick : across.ticks()) {
      double x = left + across.part(tick.value()) * (width() - EDGE - left);
      canvas.write(tick.label(), x, y + 2 * GAP, Anchor.CENTRE, PlotColor.PALE);
    }
    double below = y + 2 * GAP + Canvas.LINE_HEIGHT;
    canvas.write(across.label(), (left + width()) / 2, below, Anchor.CENTRE, PlotColor.TEXT);
    y += FOOT;
    for (List<String> row : meanings()) {
      drawMeanings(canvas, row, left, y);
      y += Canvas.LINE_HEIGHT;
    }
  }

  /** Stretches are often too short to bear their word. */
  private static void drawMeanings(Canvas canvas, List<String> words, double left, double y) {
    double x = left;
    for (String word : words) {
      Rectangle2D box = new Rectangle2D.Double(x, y - (STRIP - 2) / 2, SWATCH, STRIP - 2);
      canvas.mark(box, INKS.getOrDefault(word, PlotColor.PALE), word);
      canvas.write(word, x + SWATCH + GAP, y, Anchor.LEFT, PlotColor.TEXT);
      x += SWATCH + GAP + Canvas.room(word) + 2 * GAP;
    }
  }

  private static void drawLegend(Canvas canvas) {
    double y = ChartHead.HEIGHT + Canvas.LINE_HEIGHT / 2;
    double x = EDGE;
    x = legend(canvas, x, y, "resident set", PlotColor.VERMILLION, Pen.LINE);
    x = legend(canvas, x, y, "heap committed", PlotColor.PALE, Pen.DASHED);
    x = legend(canvas, x, y, "heap in use", PlotColor.BLUE, Pen.LINE);
    legend(canvas, x, y, "collecting", PlotColor.ORANGE, Pen.LINE);
  }

  private static double legend(
      Canvas canvas, double x, double y, String text, PlotColor ink, Pen pen) {
    canvas.stroke(new Line2D.Double(x, y, x + SWATCH, y), ink, pen);
    canvas.write(text, x + SWATCH + GAP, y, Anchor.LEFT, PlotColor.TEXT);
    return x + SWATCH + GAP + Canvas.room(text) + 2 * GAP;
  }

  private static String peakText(Moment peak) {
    return String.format(
        Locale.ROOT, "peak %.1f MiB at %.2f s", peak.resident() / MIB, peak.seconds());
  }

  /** A panel on its place. */
  private record Plot(Canvas canvas, Rectangle2D plot, PlotAxis across, PlotAxis up) {

    void draw(Panel panel) {
      Moment peak = panel.peak();
      double nameAt = plot.getY() - NAME / 2;
      canvas.writeBold(panel.name(), plot.getX(), nameAt, Anchor.LEFT, PlotColor.TEXT);
      canvas.write(peakText(peak), plot.getMaxX(), nameAt, Anchor.RIGHT, PlotColor.VERMILLION);
      drawGrid();
      panel
          .pauses()
          .forEach(pause ->
              canvas.mark(
                  box(pause, plot.getY(), plot.getHeight()), PlotColor.ORANGE, pause.label()));
      List<Moment> moments = thinned(panel.moments());
      Path2D used = line(moments, Moment::heapUsed);
      canvas.stroke(line(moments, Moment::heapCommitted), PlotColor.PALE, Pen.DASHED);
      canvas.stroke(used, PlotColor.BLUE, Pen.LINE);
      canvas.stroke(line(moments, Moment::resident), PlotColor.VERMILLION, Pen.LINE);
      canvas.mark(
          new Ellipse2D.Double(x(peak.seconds()) - DOT, y(peak.resident()) - DOT, 2 * DOT, 2 * DOT),
          PlotColor.VERMILLION,
          peakText(peak));
      double top = plot.getMaxY() + GAP;
      for (List<Stretch> strip : panel.strips()) {
        drawStrip(strip, top);
        top += STRIP;
      }
    }

    private void drawGrid() {
      for (Tick tick : up.ticks()) {
        double y = plot.getMaxY() - up.part(tick.value()) * plot.getHeight();
        canvas.stroke(
            new Line2D.Double(plot.getX(), y, plot.getMaxX(), y), PlotColor.GRID, Pen.HAIR);
        canvas.write(tick.label(), plot.getX() - GAP, y, Anchor.RIGHT, PlotColor.PALE);
      }
      for (Tick tick : across.ticks()) {
        double x = x(tick.value());
        canvas.stroke(
            new Line2D.Double(x, plot.getY(), x, plot.getMaxY()), PlotColor.GRID, Pen.HAIR);
      }
      canvas.writeUpwards(up.label(), EDGE + 4, plot.getCenterY(), PlotColor.TEXT);
    }

    private void drawStrip(List<Stretch> strip, double top) {
      for (Stretch one : strip) {
        Rectangle2D box = box(one, top, STRIP - 2);
        String meaning =
            String.format(Locale.ROOT, "%s: %.3f s to %.3f s", one.label(), one.from(), one.to());
        canvas.mark(box, INKS.getOrDefault(one.label(), PlotColor.PALE), meaning);
        if (Canvas.room(one.label()) + GAP < box.getWidth()) {
          canvas.write(
              one.label(), box.getCenterX(), box.getCenterY(), Anchor.CENTRE, PlotColor.PAPER);
        }
      }
    }

    /** At least so wide that it is seen. */
    private Rectangle2D box(Stretch stretch, double top, double height) {
      double from = x(stretch.from());
      return new Rectangle2D.Double(from, top, Math.max(1, x(stretch.to()) - from), height);
    }

    private Path2D line(List<Moment> moments, ToLongFunction<Moment> bytes) {
      Path2D line = new Path2D.Double();
      for (Moment moment : moments) {
        double x = x(moment.seconds());
        double y = y(bytes.applyAsLong(moment));
        if (line.getCurrentPoint() == null) {
          line.moveTo(x, y);
        } else {
          line.lineTo(x, y);
        }
      }
      return line;
    }

    private double x(double seconds) {
      return plot.getX() + across.part(seconds) * plot.getWidth();
    }

    private double y(long bytes) {
      return plot.getMaxY() - up.part(bytes / MIB) * plot.getHeight();
    }
  }

  /** Of neighbours that fall on one point the most of each is kept, so that no peak is lost. */
  private static List<Moment> thinned(List<Moment> moments) {
    int together = Math.ceilDiv(moments.size(), MOST_POINTS);
    List<Moment> kept = new ArrayList<>();
    for (int i = 0; i < moments.size(); i += together) {
      kept.add(
          moments.subList(i, Math.min(moments.size(), i + together)).stream()
              .reduce((one, other) ->
                  new Moment(
                      one.seconds(),
                      Math.max(one.resident(), other.resident()),
                      Math.max(one.heapUsed(), other.heapUsed()),
                      Math.max(one.heapCommitted(), other.heapCommitted())))
              .orElseThrow());
    }
    return kept;
  }
}
