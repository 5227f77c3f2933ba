package hpc.report;

import hpc.drawing.Lettering.Anchor;

/**
 * The words above a chart.
 *
 * @param title what it shows
 * @param subtitle of what; cut where the chart ends
 */
record ChartHead(String title, String subtitle) {

  /** Units across, of all charts. */
  static final double WIDTH = 520;

  /** Units that stay free at the sides. */
  static final double EDGE = 14;

  /** Units down. */
  static final double HEIGHT = 46;

  void drawOn(Canvas canvas) {
    canvas.writeBold(title, EDGE, EDGE + 3, Anchor.LEFT, PlotColor.TEXT);
    canvas.write(cut(subtitle), EDGE, EDGE + 3 + Canvas.LINE_HEIGHT, Anchor.LEFT, PlotColor.PALE);
  }

  private static String cut(String text) {
    String shown = text;
    while (Canvas.room(shown) > WIDTH - 2 * EDGE) {
      String stem = shown.endsWith("...") ? shown.substring(0, shown.length() - 3) : shown;
      shown = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1)) + "...";
    }
    return shown;
  }
}
