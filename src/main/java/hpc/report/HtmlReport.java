package hpc.report;

import hpc.bench.Origin;
import hpc.bench.RunRecord;
import hpc.report.TextTable.Heading;
import hpc.scaling.Aggregation;
import hpc.scaling.PeerComparison;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregation as one page that needs nothing else: no network, no script, no other file. It is
 * well-formed XML as well, so that any tool can read it.
 */
final class HtmlReport {

  private static final String STYLE = "report.css";

  private final Results results;
  private final Aggregation aggregation;
  private final double efficiency;
  private final ReportFigures figures;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(
      Results results, Aggregation aggregation, double efficiency, ReportFigures figures) {
    this.results = results;
    this.aggregation = aggregation;
    this.efficiency = efficiency;
    this.figures = figures;
  }

  /** The page; sentences first, then figures and tables, then where it all comes from. */
  static String render(
      Results results, Aggregation aggregation, double efficiency, ReportFigures figures) {
    HtmlReport report = new HtmlReport(results, aggregation, efficiency, figures);
    report.head();
    report.summary();
    aggregation.problems().forEach(report::problem);
    figures.peers().forEach(report::programs);
    report.further("By size", figures.bySize());
    report.further("Weak scaling", figures.weak());
    report.environment();
    report.inputs();
    report.warnings();
    report.page.append("</main>\n</body>\n</html>\n");
    return report.page.toString();
  }

  private void head() {
    page.append(
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta http-equiv="Content-Security-Policy" \
        content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
        <link rel="icon" href="data:,"/>
        <title>Scaling report</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        <h1>Scaling report</h1>
        """
            .formatted(style()));
  }

  private static String style() {
    try (InputStream text = HtmlReport.class.getResourceAsStream(STYLE)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void summary() {
    page.append("<section id=\"summary\">\n");
    if (aggregation.problems().isEmpty()) {
      page.append("<p class=\"lead\">No row can be used.</p>\n");
    } else {
      page.append("<ul class=\"lead\">\n");
      aggregation.problems().stream()
          .flatMap(scaling -> Sentences.summary(scaling, efficiency).stream())
          .forEach(words -> page.append("<li>").append(Markup.text(words)).append("</li>\n"));
      page.append("</ul>\n");
    }
    int warnings = allWarnings().size();
    page.append(
        "<p>%s in %s%s.%s</p>\n</section>\n"
            .formatted(
                count(results.runs().size(), "row"),
                count(results.filesFound(), "file"),
                period(),
                warnings == 0
                    ? ""
                    : " <a href=\"#warnings\">" + count(warnings, "warning") + "</a>."));
  }

  /** From the first row to the last, to the minute. */
  private String period() {
    List<Instant> starts = results.runs().stream().map(RunRecord::started).sorted().toList();
    return starts.isEmpty()
        ? ""
        : ", measured from %s to %s UTC"
            .formatted(minute(starts.getFirst()), minute(starts.getLast()));
  }

  private static String minute(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MINUTES).toString().replace('T', ' ').replace(":00Z", "");
  }

  private void problem(ProblemScaling scaling) {
    page.append("<section>\n<h2>")
        .append(Markup.text(Sentences.name(scaling.problem())))
        .append("</h2>\n<p>")
        .append(Markup.text("On " + scaling.cpuModel()))
        .append("</p>\n");
    show(figures.byProblem().get(scaling));
    table(ScalingTable.table(scaling));
    page.append("</section>\n");
  }

  private void programs(PeerComparison comparison, List<Figure> shown) {
    page.append("<section>\n<h2>")
        .append(Markup.text(PeerTable.title(comparison)))
        .append("</h2>\n");
    show(shown);
    table(PeerTable.table(comparison));
    page.append("</section>\n");
  }

  private void further(String title, List<Figure> shown) {
    if (!shown.isEmpty()) {
      page.append("<section>\n<h2>" + title + "</h2>\n");
      show(shown);
      page.append("</section>\n");
    }
  }

  private void show(List<Figure> shown) {
    page.append("<div class=\"figures\">\n");
    for (Figure figure : shown) {
      page.append("<figure>\n")
          .append(SvgCanvas.inline(figure))
          .append("<figcaption>")
          .append(Markup.text(figure.description()))
          .append("</figcaption>\n</figure>\n");
    }
    page.append("</div>\n");
  }

  private void table(TextTable table) {
    page.append("<div class=\"wide\">\n").append(table.html()).append("</div>\n");
  }

  private void environment() {
    TextTable table =
        new TextTable(
            Stream.concat(
                    Stream.of("host", "cluster", "job", "cpu", "java", "version", "commit", "flags")
                        .map(Heading::text),
                    Stream.of(Heading.number("rows")))
                .toList());
    Map<List<String>, Long> origins =
        results.runs().stream()
            .collect(
                Collectors.groupingBy(
                    run -> cells(run.origin()), LinkedHashMap::new, Collectors.counting()));
    origins.forEach((cells, rows) -> {
      List<String> line = new ArrayList<>(cells);
      line.add(Long.toString(rows));
      table.add(line);
    });
    section("environment", "Environment", table);
  }

  private static List<String> cells(Origin origin) {
    return List.of(
        origin.host(),
        origin.cluster(),
        Stream.of(origin.slurmJobId(), origin.slurmArrayTaskId())
            .filter(id -> !id.isEmpty())
            .collect(Collectors.joining("_")),
        origin.cpuModel(),
        origin.java(),
        origin.version(),
        origin.gitCommit(),
        origin.jvmFlags());
  }

  private void inputs() {
    TextTable table = new TextTable(List.of(Heading.text("file"), Heading.number("rows")));
    results
        .files()
        .forEach(file -> table.add(List.of(file.path().toString(), Integer.toString(file.rows()))));
    section("inputs", "Input files", table);
  }

  private void section(String id, String title, TextTable table) {
    page.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(id, title));
    table(table);
    page.append("</section>\n");
  }

  private void warnings() {
    if (!allWarnings().isEmpty()) {
      page.append("<section id=\"warnings\">\n<h2>Warnings</h2>\n<ul>\n");
      allWarnings()
          .forEach(line -> page.append("<li>").append(Markup.text(line)).append("</li>\n"));
      page.append("</ul>\n</section>\n");
    }
  }

  private List<String> allWarnings() {
    return Stream.concat(results.warnings().stream(), aggregation.warnings().stream()).toList();
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
