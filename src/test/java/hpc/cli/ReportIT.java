package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** From a sweep to its report. */
@Timeout(1200)
class ReportIT {

  private static final String AGGREGATE = "aggregate figures --out s.csv --report report.html";

  @TempDir private Path directory;

  @BeforeEach
  void sweep() throws Exception {
    Files.writeString(
        directory.resolve("tiny.yaml"),
        """
        sweep: tiny
        runs:
          - workload: sieve
            options: {limit: 1e6, repeat: 2}
            axes: {threads: [1, 2]}
        """);
    HpcProcess.run(directory, "sweep", "tiny.yaml", "--out", "figures").answer();
  }

  @Test
  void aSweepBecomesAPageWithFigures() throws Exception {
    HpcProcess.Ended ended = HpcProcess.run(directory, AGGREGATE.split(" "));
    assertEquals("", ended.err());
    assertTrue(ended.answer().contains("efficiency"), ended.out());
    assertEquals(4, page().getElementsByTagName("svg").getLength());
    assertTrue(page().getElementsByTagName("li").item(0).getTextContent().contains("sieve"));
    assertEquals(8, figures().size(), figures()::toString);
  }

  /** No font, and, as with Debian's headless JDK, no working library for fonts. */
  @Test
  void withoutFontsPicturesHaveTheirText() throws Exception {
    Path none =
        Files.writeString(directory.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
    Map<String, String> noFont =
        Map.of(
            "FONTCONFIG_FILE",
            none.toString(),
            // the JVM remembers there which fonts it found
            "HPC_JAVA_OPTS",
            "-Duser.home=" + directory);
    assertComplete(HpcProcess.run(directory, noFont, AGGREGATE.split(" ")));

    assumeTrue(
        new ProcessBuilder("unshare", "-Urm", "true").start().waitFor() == 0,
        "user namespaces are not permitted: no library can be hidden");
    // another library in its place, as the JVM complains of a file that is none
    String hidden =
        "cd '%s/lib' && mount --bind libverify.so libfontmanager.so && cd \"$OLDPWD\" && exec \"$@\""
            .formatted(System.getProperty("java.home"));
    List<String> command = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", hidden, "sh"));
    command.addAll(HpcProcess.command());
    command.addAll(List.of(AGGREGATE.split(" ")));
    assertComplete(HpcProcess.start(directory, Map.of(), command).end());
  }

  /** The page, and eight figures; above each picture's axes stand a title and a subtitle. */
  private void assertComplete(HpcProcess.Ended ended) throws Exception {
    assertFalse(ended.answer().isEmpty());
    assertEquals("", ended.err());
    assertEquals(4, page().getElementsByTagName("svg").getLength());
    assertEquals(8, figures().size(), figures()::toString);
    for (String name : figures()) {
      if (name.endsWith(".png")) {
        BufferedImage image =
            ImageIO.read(directory.resolve("report_figures").resolve(name).toFile());
        long dark =
            IntStream.range(0, 40 * image.getWidth())
                .filter(i -> isDark(image.getRGB(i % image.getWidth(), i / image.getWidth())))
                .count();
        assertTrue(dark > 200, () -> name + ": the title has " + dark + " dark pixels");
      }
    }
  }

  private static boolean isDark(int rgb) {
    return new Color(rgb).getGreen() < 128;
  }

  private Document page() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(directory.resolve("report.html").toFile());
  }

  private List<String> figures() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("report_figures"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("figures.txt"))
          .toList();
    }
  }
}
