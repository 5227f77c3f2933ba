package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.report.MemoryChart.Moment;
import hpc.report.MemoryChart.Panel;
import hpc.report.MemoryChart.Stretch;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class MemoryChartTest {

  private static final long MIB = 1 << 20;

  /** One sample in ten thousand is far above the others. */
  private static MemoryChart withSpike(int ranks) {
    List<Panel> panels = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      List<Moment> moments = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        long resident = i == 4321 ? 900 * MIB : 100 * MIB;
        moments.add(new Moment(i * 0.005, resident, 50 * MIB, 60 * MIB));
      }
      panels.add(
          new Panel(
              "rank " + rank,
              moments,
              List.of(new Stretch("GC Pause", 1, 1.001)),
              List.of(List.of(new Stretch("solve <&>", 0, 40)), List.of())));
    }
    return new MemoryChart("Memory", "a < b & c", panels);
  }

  @Test
  void thePeakIsMarkedAndSurvivesThinning() throws Exception {
    String svg = new String(withSpike(1).svg(), UTF_8);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    assertTrue(svg.contains(">peak 900.0 MiB at 21.61 s<"), svg);
    assertTrue(svg.length() < 200_000, () -> "it is thinned: " + svg.length());
    String line =
        svg.lines()
            .filter(text -> text.contains("s-vermillion") && text.length() > 1000)
            .findFirst()
            .orElseThrow();
    double highest =
        java.util.regex.Pattern.compile("[ML][0-9.]+ ([0-9.]+)")
            .matcher(line)
            .results()
            .mapToDouble(match -> Double.parseDouble(match.group(1)))
            .min()
            .orElseThrow();
    double usual = Double.parseDouble(line.replaceFirst(".* d=\"M[0-9.]+ ([0-9.]+)L.*", "$1"));
    assertTrue(usual - highest > 100, () -> usual + " and " + highest);
  }

  @Test
  void everyRankHasAPanel() throws Exception {
    MemoryChart chart = withSpike(3);
    String svg = new String(chart.svg(), UTF_8);
    for (int rank = 0; rank < 3; rank++) {
      assertTrue(svg.contains(">rank " + rank + "<"), svg);
    }
    var image = ImageIO.read(new ByteArrayInputStream(chart.png()));
    assertEquals(PixelCanvas.SCALE * (int) chart.width(), image.getWidth());
  }
}
