package hpc.plot;

import hpc.plot.Canvas.Pen;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Values as colours, over the whole of its panel. The colours are viridis, the colour map of Stefan
 * van der Walt and Nathaniel Smith (2015, CC0): equal steps of a value look equally large, in grey
 * and to the colour-blind too.
 *
 * @param rows of values, from above to below
 * @param columns of values
 * @param values from 0 for the first colour to 1 for the last
 */
public record Heatmap(int rows, int columns, Values values) implements Layer {

  /** Viridis at 0, 0.1, ... 1, as R's viridisLite prints it; between them colours are mixed. */
  private static final int[] VIRIDIS = {
    0x440154, 0x482576, 0x414487, 0x35608D, 0x2A788E, 0x21908C, 0x22A884, 0x43BF71, 0x7AD151,
    0xBBDF27, 0xFDE725
  };

  /** More than an eye tells apart. */
  private static final int COLOURS = 512;

  /** A matrix. */
  public interface Values {

    /** The value of a row and a column. */
    double at(int row, int column);
  }

  /** A bar of all colours, the first at the left. */
  public static Heatmap scale() {
    return new Heatmap(1, COLOURS, (_, column) -> (column + 0.5) / COLOURS);
  }

  /** The colour of {@code part}, 0 for the lowest value to 1 for the highest, as 0xRRGGBB. */
  public static int colour(double part) {
    double place = Math.clamp(part, 0, 1) * (VIRIDIS.length - 1);
    int below = (int) Math.min(place, VIRIDIS.length - 2);
    double weight = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = VIRIDIS[below] >> shift & 0xFF;
      int to = VIRIDIS[below + 1] >> shift & 0xFF;
      colour |= (int) Math.rint(from + weight * (to - from)) << shift;
    }
    return colour;
  }

  @Override
  public Optional<String> name() {
    return Optional.empty();
  }

  @Override
  public void drawOn(Canvas canvas, Area area) {
    BufferedImage image = PixelImage.blank(columns, rows);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        image.setRGB(column, row, colour(values.at(row, column)));
      }
    }
    Rectangle2D box = area.box();
    canvas.image(image, box);
    // around, not upon, what is drawn
    canvas.stroke(
        new Rectangle2D.Double(
            box.getX() - 1, box.getY() - 1, box.getWidth() + 1, box.getHeight() + 1),
        PlotColor.TEXT,
        Pen.HAIR);
  }

  @Override
  public void drawSample(Canvas canvas, Rectangle2D box) {
    // it has no name: a panel with a scale explains it
  }
}
