package hpc.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.plot.Bars;
import hpc.plot.Plot;
import hpc.plot.PlotColor;
import hpc.profile.MemoryTimeline.OfRank;
import hpc.profile.MemoryTimeline.Pause;
import hpc.profile.MemoryTimeline.Sample;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class TimelineFigureTest {

  private static final long MIB = 1 << 20;

  /** One sample in ten thousand is far above the others. */
  private static Plot withSpike(int ranks) {
    Map<Integer, OfRank> all = new TreeMap<>();
    for (int rank = 0; rank < ranks; rank++) {
      OfRank of = new OfRank();
      for (int i = 0; i < 10_000; i++) {
        long resident = i == 4321 ? 900 * MIB : 100 * MIB;
        String phase = i < 5000 ? "solve <&>" : "quite another phase";
        of.add(new Sample(Instant.EPOCH.plusMillis(5L * i), resident, 50 * MIB, 60 * MIB, phase));
      }
      of.pauses().add(new Pause(Instant.EPOCH.plusSeconds(1), Duration.ofMillis(1), "GC Pause"));
      all.put(rank, of);
    }
    return TimelineFigure.of("Memory", all, Instant.EPOCH);
  }

  @Test
  void thePeakIsMarkedAndSurvivesThinning() throws Exception {
    String svg = withSpike(1).svg();
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
    assertTrue(svg.contains(">peak 900.0 MiB at 21.61 s<"), svg);
    assertTrue(svg.contains("of rank 0: peak 900.0 MiB at 21.61 s</desc>"), svg);
    assertTrue(svg.length() < 200_000, () -> "it is thinned: " + svg.length());
    String line =
        svg.lines()
            .filter(text -> text.contains("s-vermillion") && text.length() > 1000)
            .findFirst()
            .orElseThrow();
    double highest =
        Pattern.compile("[ML][0-9.]+ ([0-9.]+)")
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
    Plot figure = withSpike(3);
    String svg = figure.svg();
    for (int rank = 0; rank < 3; rank++) {
      assertTrue(svg.contains(">rank " + rank + "<"), svg);
    }
    var image = ImageIO.read(new ByteArrayInputStream(figure.png(Plot.PRINT)));
    assertEquals(Plot.PRINT * (int) figure.width(), image.getWidth());
  }

  /** Whatever the parts of a program are called, and in each panel the same. */
  @Test
  void everyPhaseHasAColourOfItsOwn() {
    List<PlotColor> colours =
        withSpike(2).panels().stream()
            .flatMap(panel -> panel.layers().stream())
            .filter(layer -> layer.name().orElse("").matches("solve <&>|quite another phase"))
            .map(layer -> ((Bars) layer).ink())
            .toList();
    assertEquals(
        List.of(PlotColor.BLUE, PlotColor.GREEN, PlotColor.BLUE, PlotColor.GREEN), colours);
  }
}
