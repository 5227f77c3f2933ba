package hpc.report;

import hpc.drawing.Lettering.Anchor;
import hpc.report.Canvas.Pen;
import hpc.report.LineChart.Look;
import hpc.report.LineChart.Series;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** What the signs of a chart mean, in lines as wide as the chart. */
final class Legend {

  private static final double SAMPLE = 24;
  private static final double GAP = 6;
  private static final double BETWEEN = 16;

  private record Entry(Series series, double x, int line) {}

  private final List<Entry> entries;
  private final int lines;

  private Legend(List<Entry> entries, int lines) {
    this.entries = entries;
    this.lines = lines;
  }

  /** Of the series that have names. */
  static Legend of(List<Series> series, double width) {
    List<Entry> entries = new ArrayList<>();
    double x = 0;
    int line = 0;
    for (Series one : series.stream().filter(s -> s.name().isPresent()).toList()) {
      double room = SAMPLE + GAP + Canvas.room(one.name().orElseThrow());
      if (x > 0 && x + room > width) {
        x = 0;
        line++;
      }
      entries.add(new Entry(one, x, line));
      x += room + BETWEEN;
    }
    return new Legend(entries, entries.isEmpty() ? 0 : line + 1);
  }

  /** Units down. */
  double height() {
    return lines * Canvas.LINE_HEIGHT;
  }

  /** Draws it with its upper left corner at the point. */
  void drawOn(Canvas canvas, double left, double top) {
    for (Entry entry : entries) {
      double x = left + entry.x();
      double y = top + (entry.line() + 0.5) * Canvas.LINE_HEIGHT;
      drawSample(canvas, entry.series(), x, y);
      canvas.write(
          entry.series().name().orElseThrow(), x + SAMPLE + GAP, y, Anchor.LEFT, PlotColor.TEXT);
    }
  }

  private static void drawSample(Canvas canvas, Series series, double x, double y) {
    Line2D line = new Line2D.Double(x, y, x + SAMPLE, y);
    if (series.look() == Look.BAND) {
      canvas.veil(new Rectangle2D.Double(x, y - GAP, SAMPLE, 2 * GAP), series.ink());
    } else if (series.look() != Look.MARKS) {
      canvas.stroke(line, series.ink(), series.look() == Look.DASHES ? Pen.DASHED : Pen.LINE);
    }
    if (series.look() == Look.MARKS || series.look() == Look.MARKS_AND_LINE) {
      canvas.fill(series.marker().at(x + SAMPLE / 2, y), series.ink());
    }
  }
}
