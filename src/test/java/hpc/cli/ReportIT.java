package hpc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** From a sweep to its report. */
@Timeout(180)
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

  @Test
  void withoutAFontItSaysWhatIsMissingAndTheRestIsThere() throws Exception {
    Path none =
        Files.writeString(directory.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig/>");
    Map<String, String> environment =
        Map.of(
            "FONTCONFIG_FILE",
            none.toString(),
            // the JVM remembers there which fonts it found
            "HPC_JAVA_OPTS",
            "-Duser.home=" + directory);
    HpcProcess.Ended ended = HpcProcess.run(directory, environment, AGGREGATE.split(" "));
    assertTrue(ended.onlyLine().contains("fontconfig and a font are needed"), ended.err());
    assertFalse(ended.answer().isEmpty());
    assertEquals(4, page().getElementsByTagName("svg").getLength());
    assertEquals(8, figures().size(), figures()::toString);
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
