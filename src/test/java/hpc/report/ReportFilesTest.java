package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Problem;
import hpc.scaling.Aggregation;
import hpc.scaling.Recommendation.Criteria;
import hpc.scaling.Results;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ReportFilesTest {

  private static final List<RunRecord> RUNS =
      List.of(
          Samples.run(Samples.serial(), 1, 4, "1857859"),
          Samples.run(Samples.forkjoin(2), 1, 2.2, "1857859"));

  @TempDir private Path directory;

  @Test
  void figuresStandBesideThePageAsDrawingsAndAsPixels() throws IOException {
    write("report.html");
    String stem = "sieve_segmented_scalar_30000000_";
    assertEquals(
        Stream.concat(
                Stream.of("figures.txt"),
                Stream.of("breakdown", "efficiency", "memory", "speedup")
                    .flatMap(what -> Stream.of(stem + what + ".png", stem + what + ".svg")))
            .toList(),
        names("report_figures"));
    assertEquals(List.of("report.html", "report_figures"), names(""));
    for (String name : names("report_figures")) {
      if (name.endsWith(".svg")) {
        Path file = directory.resolve("report_figures").resolve(name);
        Element svg = Xml.parse(Files.readString(file)).getDocumentElement();
        assertEquals("svg", svg.getTagName());
        assertEquals("520", svg.getAttribute("width"));
        BufferedImage pixels = ImageIO.read(new File(file.toString().replace("svg", "png")));
        assertEquals(2 * 520, pixels.getWidth());
        assertEquals(
            (int) Math.ceil(2 * Double.parseDouble(svg.getAttribute("height"))),
            pixels.getHeight());
        assertEquals(
            "0 0 520 " + svg.getAttribute("height"), svg.getAttribute("viewBox"), "same shape");
        assertTrue(colours(pixels) > 10, "something is drawn");
      }
    }
  }

  @Test
  void longWordsOfACsvMakeNoLongNames() throws IOException {
    List<RunRecord> runs =
        Stream.of("a", "b").map(end -> withAlgorithm("x".repeat(300) + end)).toList();
    ReportFiles.write(
        "--report",
        directory.resolve("report.html"),
        new Results(runs, List.of(), List.of()),
        Aggregation.of(runs),
        new Criteria(0.75, ""));
    assertEquals(List.of("report.html", "report_figures"), names(""));
    List<String> figures = names("report_figures");
    assertTrue(figures.size() > 4, figures::toString);
    assertTrue(figures.stream().allMatch(name -> name.length() < 140), figures::toString);
  }

  @Test
  void aSecondReportReplacesTheFirst() throws IOException {
    write("deep/er/x.HTM");
    write("deep/er/x.HTM");
    assertEquals(List.of("x.HTM", "x.HTM_figures"), names("deep/er"));
  }

  @Test
  void figuresOfAnEarlierReportGoAndNothingElseDoes() throws IOException {
    write("report.html");
    Path figures = directory.resolve("report_figures");
    Files.writeString(figures.resolve("mine.png"), "mine");
    Path outside = Files.writeString(directory.resolve("outside.svg"), "mine");
    Path list = figures.resolve("figures.txt");
    Files.writeString(list, Files.readString(list) + "../outside.svg\n/etc/x.svg\n..\n\n");

    List<RunRecord> one = RUNS.subList(0, 1);
    ReportFiles.write(
        "--report",
        directory.resolve("report.html"),
        new Results(one, List.of(), List.of()),
        Aggregation.of(one),
        new Criteria(0.75, ""));

    String left = "sieve_segmented_scalar_30000000_breakdown";
    assertEquals(
        List.of("figures.txt", "mine.png", left + ".png", left + ".svg"), names("report_figures"));
    assertEquals(List.of(left + ".png", left + ".svg"), Files.readAllLines(list));
    assertEquals("mine", Files.readString(outside));
  }

  @Test
  void picturesOfOthersAreNotReplaced() throws IOException {
    String name = "sieve_segmented_scalar_30000000_breakdown.png";
    Path theirs = Files.createDirectory(directory.resolve("report_figures")).resolve(name);
    Files.writeString(theirs, "mine");

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> write("report.html"));

    assertTrue(e.getMessage().startsWith("--report " + theirs + ": holds something else"));
    assertEquals("mine", Files.readString(theirs));
    assertEquals(List.of(name), names("report_figures"));
    assertFalse(Files.exists(directory.resolve("report.html")));
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> write("file/report.html"));
    assertTrue(
        e.getMessage().startsWith(file + "/report_figures: Not a directory"), e.getMessage());
  }

  private void write(String name) {
    Results results = new Results(RUNS, List.of(), List.of());
    ReportFiles.write(
        "--report", directory.resolve(name), results, Aggregation.of(RUNS), new Criteria(0.75, ""));
  }

  private static RunRecord withAlgorithm(String name) {
    RunRecord run = RUNS.getFirst();
    Problem problem = run.problem();
    return new RunRecord(
        run.origin(),
        run.started(),
        run.repetition(),
        run.status(),
        run.part(),
        new Problem(
            problem.app(),
            name,
            problem.kernel(),
            problem.parameters(),
            problem.size(),
            problem.work(),
            problem.workUnit(),
            problem.rateUnit()),
        run.placement(),
        run.measures(),
        run.outcome(),
        run.conditions());
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(below))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static long colours(BufferedImage image) {
    int[] pixels =
        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return Arrays.stream(pixels).distinct().count();
  }
}
