package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.plot.Bars.Bar;
import hpc.plot.Series.Look;
import hpc.plot.Series.Point;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotTest {

  /** None, one, and some that are nowhere: all is drawn within the figure. */
  @ParameterizedTest
  @EnumSource
  void awkwardPointsSpoilNothing(Look look) throws Exception {
    for (double[] values : new double[][] {{}, {1}, {Double.NaN, 0, 1e300}, {-1, 5}}) {
      List<Point> points =
          DoubleStream.of(values).mapToObj(value -> new Point(value, value, "a <b>")).toList();
      List<Double> ends = DoubleStream.of(values).boxed().toList();
      for (PlotAxis axis : List.of(PlotAxis.fromZero("x", ends), PlotAxis.decades("x", ends))) {
        Series series = new Series(Optional.of("one"), PlotColor.BLUE, Marker.CROSS, look, points);
        Plot plot = plot(Panel.of(axis, axis, List.of(series)));
        inside(plot);
        assertTrue(pixels(plot, 1).getWidth() == plot.width());
      }
    }
  }

  @Test
  void aNameIsInTheLegendOnceInLinesThatFit() throws Exception {
    List<Bars> layers =
        IntStream.range(0, 20)
            .mapToObj(i ->
                new Bars(
                    Optional.of("a kind of bars, number " + i / 2),
                    PlotColor.SKY,
                    Bars.USUAL_THICKNESS,
                    List.of(new Bar(0.5, 0, i, "bar"))))
            .toList();
    Plot plot =
        plot(
            Panel.rows(
                PlotAxis.fromZero("x", List.of(20.0)), List.of("row"), List.of("note"), layers));
    String svg = inside(plot);
    assertEquals(10, Pattern.compile(">a kind of bars").matcher(svg).results().count());
    assertTrue(svg.contains(">row</text>") && svg.contains(">note</text>"), svg);
    assertTrue(svg.contains("<title>bar</title>"), svg);
  }

  @Test
  void longLabelsWidenAFigureAndALongSubtitleIsCut() {
    String label = "a label ".repeat(60);
    String note = "n".repeat(20);
    Plot plot =
        plot(Panel.rows(PlotAxis.percent(), List.of(label), List.of(note), List.<Bars>of()));
    assertTrue(plot.width() > 220 + Canvas.room(label) + Canvas.room(note));
    String subtitle = "a subtitle ".repeat(200);
    String svg = new Plot("n", "t", subtitle, "d", plot.panels()).svg();
    assertFalse(svg.contains(subtitle.strip()));
    assertTrue(svg.contains("...</text>"), svg);
  }

  /** Two rows and three columns, of which each pixel keeps its colour on both canvases. */
  @Test
  void aHeatmapHasARectangleForEachValue() throws Exception {
    Heatmap map = new Heatmap(2, 3, (row, column) -> (3 * row + column) / 5.0);
    PlotAxis axis = PlotAxis.linear("y", 0, 3, 3);
    Panel panel = new Panel(axis, PlotAxis.linear("x", 2, 0, 2), 200, List.of(map));
    Plot plot = new Plot("n", "t", "s", "d", OptionalDouble.of(300), List.of(panel));
    BufferedImage image = pixels(plot, 1);
    int[] colours =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    for (int i = 0; i < 6; i++) {
      int colour = 0xFF000000 | Heatmap.colour(i / 5.0);
      assertEquals(100 * 100, Arrays.stream(colours).filter(pixel -> pixel == colour).count());
    }
    Document svg = parsed(plot.svg());
    assertEquals(1, svg.getElementsByTagName("image").getLength());
  }

  @Test
  void lettersUponAColourCanBeRead() {
    assertEquals(
        List.of(PlotColor.PAPER, PlotColor.PAPER, PlotColor.TEXT, PlotColor.TEXT),
        Stream.of(PlotColor.BLUE, PlotColor.TEXT, PlotColor.ORANGE, PlotColor.PAPER)
            .map(PlotColor::upon)
            .toList());
  }

  private static Plot plot(Panel panel) {
    return new Plot("name", "A title", "of what", "in words", List.of(panel));
  }

  /** The SVG, in which no number is outside the figure. */
  private static String inside(Plot plot) throws Exception {
    String svg = plot.svg();
    parsed(svg);
    assertEquals(
        List.of(),
        Pattern.compile(" (x|y)=\"([^\"]*)\"")
            .matcher(svg)
            .results()
            .filter(match -> {
              double at = Double.parseDouble(match.group(2));
              return !(at >= 0
                  && at <= (match.group(1).equals("x") ? plot.width() : plot.height()));
            })
            .map(match -> match.group())
            .toList());
    assertFalse(svg.contains("NaN"), svg);
    return svg;
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static BufferedImage pixels(Plot plot, int scale) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(plot.png(scale)));
  }
}
