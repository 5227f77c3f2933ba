package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.bench.Conditions;
import hpc.bench.Measure;
import hpc.bench.Measures;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Outcome;
import hpc.exec.Problem;
import hpc.scaling.Aggregation;
import hpc.scaling.Recommendation.Criteria;
import hpc.scaling.Results;
import hpc.scaling.Results.InputFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class HtmlReportTest {

  private static final String ANSWER = "1857859";
  private static final String HOSTILE = "<script>alert(\"1\")</script>&'\u0007\uFFFE]]>--";
  private static final String HARMLESS = "<script>alert(\"1\")</script>&'??]]>--";

  private static final List<RunRecord> SCALING =
      List.of(
          Samples.run(Samples.serial(), 1, 4, ANSWER),
          Samples.run(Samples.forkjoin(2), 1, 2.2, ANSWER),
          Samples.run(Samples.forkjoin(2), 2, 2, ANSWER),
          Samples.run(Samples.mpi(1, 4), 1, 1.25, ANSWER));

  @Test
  void sentencesComeFirstThenFiguresThenTables() {
    Document page = page(SCALING, List.of());
    List<String> order =
        Xml.elements(page)
            .map(Element::getTagName)
            .filter(List.of("h1", "li", "h2", "svg", "table")::contains)
            .distinct()
            .toList();
    assertEquals(List.of("h1", "li", "h2", "svg", "table"), order);
    String sentence = Xml.named(page, "li").getFirst().getTextContent();
    assertTrue(sentence.contains("from=0 limit=30000000"), sentence);
    assertTrue(sentence.contains("use 2 cores"), sentence);
  }

  @Test
  void nothingIsLoadedFromOutsideAndNothingRuns() {
    String text = text(SCALING, List.of());
    Document page = Xml.parse(text);
    assertEquals(List.of(), Xml.named(page, "script"));
    List<String> links = new ArrayList<>();
    Xml.elements(page)
        .forEach(element -> {
          for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            String name = attribute.getNodeName();
            assertFalse(name.startsWith("on"), name);
            if (List.of("src", "href", "xlink:href", "srcset", "data", "action").contains(name)) {
              links.add(attribute.getNodeValue());
            }
          }
        });
    assertTrue(links.stream().allMatch(link -> link.matches("#.*|data:,")), links::toString);
    assertFalse(text.contains("url("), "styles load nothing");
    assertFalse(text.contains("@import"), "styles load nothing");
    assertFalse(
        text.replaceAll("xmlns=\"http://www.w3.org/(1999/xhtml|2000/svg)\"", "").contains("://"));
  }

  @Test
  void eachFigureHasAnEvenPlaceAndWordsForThoseWhoDoNotSeeIt() {
    Document page = page(SCALING, List.of());
    List<Element> figures = Xml.named(page, "svg");
    assertEquals(4, figures.size());
    Set<String> ids = new HashSet<>();
    for (Element figure : figures) {
      assertEquals("img", figure.getAttribute("role"));
      List<String> labels = List.of(figure.getAttribute("aria-labelledby").split(" "));
      assertEquals(
          labels,
          Stream.of("title", "desc")
              .map(tag -> (Element) figure.getElementsByTagName(tag).item(0))
              .peek(words -> assertFalse(words.getTextContent().isBlank()))
              .map(words -> words.getAttribute("id"))
              .toList());
      labels.forEach(id -> assertTrue(ids.add(id), id));
    }
  }

  @Test
  void whateverAFileHoldsStaysText() {
    SequencedMap<String, String> parameters = new LinkedHashMap<>();
    parameters.put("ic", HOSTILE);
    RunMetadata origin =
        new RunMetadata("r", "", HOSTILE, "", "", "", "", HOSTILE, HOSTILE, HOSTILE, "1", HOSTILE);
    Problem problem = new Problem(HOSTILE, HOSTILE, HOSTILE, parameters, 1, 1, "x", HOSTILE);
    Document page = page(List.of(run(origin, problem)), List.of("a.csv: " + HOSTILE));
    assertEquals(List.of(), Xml.named(page, "script"));
    assertEquals(List.of(), Xml.named(page, "alert"));
    String warning = Xml.named(page, "li").getLast().getTextContent();
    assertEquals("a.csv: " + HARMLESS, warning);
    assertTrue(Xml.named(page, "td").stream().anyMatch(c -> c.getTextContent().equals(HARMLESS)));
  }

  @Test
  void saysWhereItComesFrom() {
    Document page = page(SCALING, List.of("torn.csv: empty, skipped"));
    List<String> cells = Xml.named(page, "td").stream().map(Element::getTextContent).toList();
    assertTrue(
        cells.containsAll(List.of("n1", "c1", "42", "CPU X", "25.0.1", "0.1.0", "abc123")),
        cells::toString);
    assertEquals(
        List.of("dir/some.csv", "4", "0", "n1", "c1", "42", "25.0.1", "0.1.0", "abc123"),
        cells.subList(cells.size() - 9, cells.size()));
    assertTrue(
        Xml.named(page, "p").getFirst().getTextContent().startsWith("4 rows in 1 file, measured"));
    assertEquals("torn.csv: empty, skipped", Xml.named(page, "li").getLast().getTextContent());
  }

  @Test
  void manyProblemsFilesAndWarningsAreCountedRatherThanShown() {
    List<RunRecord> runs =
        IntStream.rangeClosed(1, 300)
            .mapToObj(i -> run(Samples.origin("r" + i), Samples.sieve(i)))
            .toList();
    List<InputFile> files =
        runs.stream().map(run -> new InputFile(Path.of("f.csv"), 1, 2)).toList();
    List<String> warnings = IntStream.range(0, 500).mapToObj(i -> "warning " + i).toList();
    Aggregation aggregation = Aggregation.of(runs);
    Document page =
        Xml.parse(
            HtmlReport.render(
                new Results(runs, files, warnings),
                aggregation,
                new Criteria(0.75, ""),
                ReportFigures.of(aggregation)));
    List<String> cells = Xml.named(page, "td").stream().map(Element::getTextContent).toList();
    int rest = cells.indexOf("and 100 files more");
    assertEquals(List.of("100", "200"), cells.subList(rest + 1, rest + 3));
    assertEquals("and 300 more", Xml.named(page, "li").getLast().getTextContent());
    assertTrue(Xml.named(page, "svg").size() < 40, "figures");
    assertTrue(
        Xml.named(page, "p").stream()
            .anyMatch(p -> p.getTextContent().contains("of 300 problems")));
    assertFalse(Xml.named(page, "details").getFirst().hasAttribute("open"));
  }

  @Test
  void lawsAndFactorsAreTold() {
    List<RunRecord> runs = new ArrayList<>();
    for (int cores = 1; cores <= 128; cores *= 2) {
      runs.add(Samples.run(Samples.mpi(1, cores), 1, 100.0 / cores + 5, ANSWER));
    }
    List<String> cells =
        Xml.named(page(runs, List.of()), "td").stream().map(Element::getTextContent).toList();
    assertTrue(cells.contains("Amdahl") && cells.contains("USL"), cells::toString);
    assertEquals(1, cells.stream().filter("chosen: the least AICc"::equals).count());
    assertTrue(cells.stream().anyMatch(cell -> cell.startsWith("0.0476 (0.04")), cells::toString);
  }

  @Test
  void onePlacementHasABreakdownAndNoCurves() {
    Document page = page(List.of(SCALING.getFirst()), List.of());
    List<Element> figures = Xml.named(page, "svg");
    assertEquals(1, figures.size());
    assertTrue(figures.getFirst().getTextContent().contains("where the time goes"));
    assertTrue(Xml.named(page, "li").getFirst().getTextContent().contains("4.000 s"));
  }

  @Test
  void coresAreRecommendedForProgramsOfOthersOnlyWhereNoneIsOurs() {
    Problem ours = Samples.sieve(100);
    Problem theirs =
        new Problem(
            ours.app(),
            "theirs",
            "external",
            ours.parameters(),
            ours.size(),
            ours.work(),
            ours.workUnit(),
            ours.rateUnit());
    RunMetadata origin = SCALING.getFirst().origin();
    List<RunRecord> both = List.of(run(origin, ours), run(origin, theirs));

    assertEquals(1, Xml.named(page(both, List.of()), "li").size());
    Element only = Xml.named(page(both.subList(1, 2), List.of()), "li").getFirst();
    assertTrue(only.getTextContent().contains("theirs"), only::getTextContent);
  }

  @Test
  void withoutRowsItSaysSo() {
    Document page = page(List.of(), List.of());
    assertEquals(List.of(), Xml.named(page, "svg"));
    assertEquals("No row can be used.", Xml.named(page, "p").getFirst().getTextContent());
  }

  private static RunRecord run(RunMetadata origin, Problem problem) {
    return new RunRecord(
        origin,
        Instant.EPOCH,
        1,
        RunRecord.Status.OK,
        1,
        problem,
        Samples.serial(),
        new Measures(Map.of(Measure.WALL, 1.0, Measure.COMPUTE, 1.0)),
        new Outcome("1", Outcome.Verdict.YES, ""),
        Conditions.UNKNOWN);
  }

  private static Document page(List<RunRecord> runs, List<String> warnings) {
    return Xml.parse(text(runs, warnings));
  }

  private static String text(List<RunRecord> runs, List<String> warnings) {
    Aggregation aggregation = Aggregation.of(runs);
    List<InputFile> files = List.of(new InputFile(Path.of("dir/some.csv"), runs.size(), 0));
    return HtmlReport.render(
        new Results(runs, files, warnings),
        aggregation,
        new Criteria(0.75, ""),
        ReportFigures.of(aggregation));
  }
}
