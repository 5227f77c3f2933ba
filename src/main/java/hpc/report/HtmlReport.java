package hpc.report;

import hpc.bench.RunRecord;
import hpc.exec.Markup;
import hpc.external.ExternalWorkload;
import hpc.plot.Plot;
import hpc.plot.Series;
import hpc.scaling.Aggregation;
import hpc.scaling.Ladder;
import hpc.scaling.PeerComparison;
import hpc.scaling.ProblemScaling;
import hpc.scaling.Recommendation.Criteria;
import hpc.scaling.Results;
import hpc.scaling.RowNotes;
import hpc.scaling.WeakScaling;
import hpc.table.Numbers;
import hpc.table.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * An aggregation as one page that needs nothing else: no network, no script, no other file. It is
 * well-formed XML as well, so that any tool can read it.
 */
final class HtmlReport {

  private static final String STYLE = "report.css";

  /** Problems with a section of their own. */
  private static final int SECTIONS = 100;

  /** Warnings that are shown. */
  private static final int WARNINGS = 200;

  /** Files that are shown at once; a longer list is to be opened. */
  private static final int FEW_FILES = 10;

  private static final String FACTORS =
      "Where the efficiency goes: it is the product of the factors computation (what the same work costs"
          + " in core-seconds), the shares that go to garbage collection, transfer (packing, sending and"
          + " receiving), serialisation (waiting for neighbours) and I/O, and load balance (waiting for the"
          + " last rank). 100 % is as good as the baseline.";

  private static final String LAWS =
      "Fitted laws: lambda is the speed of one core in units of the baseline; f a serial fraction (Amdahl,"
          + " Gustafson); sigma contention and kappa coherency (USL, the Universal Scalability"
          + " Law). In brackets 95 % intervals. The least AICc is preferred.";

  private final Results results;
  private final Aggregation aggregation;
  private final Criteria demands;
  private final ReportFigures figures;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(
      Results results, Aggregation aggregation, Criteria demands, ReportFigures figures) {
    this.results = results;
    this.aggregation = aggregation;
    this.demands = demands;
    this.figures = figures;
  }

  /** The page; sentences first, then figures and tables, then where it all comes from. */
  static String render(
      Results results, Aggregation aggregation, Criteria demands, ReportFigures figures) {
    HtmlReport report = new HtmlReport(results, aggregation, demands, figures);
    report.head();
    report.summary();
    figures.ladders().forEach(report::ladder);
    aggregation.problems().stream().limit(SECTIONS).forEach(report::problem);
    report.bounds();
    figures.peers().forEach(report::programs);
    report.further("By size", figures.bySize());
    report.further("Weak scaling", figures.weak());
    aggregation.weak().stream().limit(SECTIONS).forEach(report::weak);
    report.reading();
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
      aggregation.ladders().stream()
          .map(LadderTable::sentence)
          .forEach(words -> page.append("<li>").append(Markup.text(words)).append("</li>\n"));
      recommended().stream()
          .limit(SECTIONS)
          .flatMap(scaling -> SummaryText.summary(scaling, demands).stream())
          .forEach(words -> page.append("<li>").append(Markup.text(words)).append("</li>\n"));
      aggregation.weak().stream()
          .limit(SECTIONS)
          .map(set -> WeakTable.title(set) + ": " + WeakTable.sentence(set))
          .forEach(words -> page.append("<li>").append(Markup.text(words)).append("</li>\n"));
      page.append("</ul>\n");
    }
    int warnings = allWarnings().size();
    page.append(
        "<p>%s in %s%s.%s</p>\n</section>\n"
            .formatted(
                Numbers.count(results.runs().size(), "row"),
                Numbers.count(results.filesFound(), "file"),
                period(),
                warnings == 0
                    ? ""
                    : " <a href=\"#warnings\">" + Numbers.count(warnings, "warning") + "</a>."));
  }

  /** Ours, if there are any: others' programs are measured to compare. A ladder tells its own. */
  private List<ProblemScaling> recommended() {
    List<ProblemScaling> problems =
        aggregation.problems().stream()
            .filter(scaling -> aggregation.ladders().stream().noneMatch(one -> one.isOf(scaling)))
            .toList();
    List<ProblemScaling> ours =
        problems.stream()
            .filter(scaling -> !ExternalWorkload.isExternal(scaling.problem()))
            .toList();
    return ours.isEmpty() ? problems : ours;
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
        .append(Markup.text(SummaryText.name(scaling)))
        .append("</h2>\n<p>")
        .append(Markup.text("On " + scaling.cpuModel()))
        .append("</p>\n");
    show(figures.byProblem().getOrDefault(scaling, List.of()));
    table(ScalingTable.table(scaling));
    ScalingTable.details(scaling).forEach(this::titled);
    page.append("</section>\n");
  }

  private void ladder(Ladder ladder, List<Plot> shown) {
    page.append("<section class=\"ladder\">\n<h2>")
        .append(Markup.text(LadderTable.title(ladder)))
        .append("</h2>\n");
    show(shown);
    table(LadderTable.table(ladder));
    titled("Absent", LadderTable.absences(ladder));
    page.append("</section>\n");
  }

  private void programs(PeerComparison comparison, List<Plot> shown) {
    page.append("<section>\n<h2>")
        .append(Markup.text(PeerTable.title(comparison)))
        .append("</h2>\n");
    show(shown);
    table(PeerTable.table(comparison));
    page.append("</section>\n");
  }

  private void weak(WeakScaling set) {
    page.append("<section>\n<h3>")
        .append(Markup.text(WeakTable.title(set)))
        .append("</h3>\n<p>")
        .append(Markup.text(WeakTable.sentence(set) + " On " + set.cpuModel() + "."))
        .append("</p>\n");
    table(WeakTable.table(set));
    WeakTable.details(set).forEach(this::titled);
    page.append("</section>\n");
  }

  /** A table under a heading of its own; nothing where it has no row. */
  private void titled(String title, Table<?> table) {
    if (!table.isEmpty()) {
      page.append("<h3>%s</h3>\n".formatted(title));
      table(table);
    }
  }

  private void reading() {
    page.append("<section id=\"reading\">\n<h2>How to read the tables</h2>\n");
    for (String words : List.of(FACTORS, LAWS)) {
      page.append("<p>").append(Markup.text(words)).append("</p>\n");
    }
    page.append("</section>\n");
  }

  /** What is not shown, where there is too much. */
  private void bounds() {
    int problems = aggregation.problems().size();
    if (problems > ReportFigures.MOST) {
      page.append(
          "<p id=\"bounds\">Figures are of the first %s of %s problems, tables of the first %s; the summary has all.</p>\n"
              .formatted(ReportFigures.MOST, problems, Math.min(SECTIONS, problems)));
    }
    int placements =
        aggregation.problems().stream()
            .mapToInt(scaling -> scaling.placements().size())
            .max()
            .orElse(0);
    if (placements > ScalingFigures.MOST_BARS || problems > Series.MOST_MARKS) {
      page.append(
          "<p id=\"thinned\">Figures draw at most %s bars, and %s points of a series, equally far apart in their order;"
                  .formatted(ScalingFigures.MOST_BARS, Series.MOST_MARKS)
              + " tables have at most %s rows; the summary has all.</p>\n"
                  .formatted(Table.PAGE_ROWS));
    }
  }

  private void further(String title, List<Plot> shown) {
    if (!shown.isEmpty()) {
      page.append("<section>\n<h2>" + title + "</h2>\n");
      show(shown);
      page.append("</section>\n");
    }
  }

  private void show(List<Plot> shown) {
    page.append("<div class=\"figures\">\n");
    for (Plot figure : shown) {
      page.append("<figure>\n")
          .append(figure.svg())
          .append("<figcaption>")
          .append(Markup.text(figure.description()))
          .append("</figcaption>\n</figure>\n");
    }
    page.append("</div>\n");
  }

  private void table(Table<?> table) {
    page.append("<div class=\"wide\">\n").append(table.html()).append("</div>\n");
  }

  private void environment() {
    section("environment", "Environment", Provenance.environment(results));
    RowNotes.of(results.runs()).forEach(note -> page.append("<p>" + Markup.text(note) + ".</p>\n"));
  }

  private void inputs() {
    page.append("<section id=\"inputs\">\n<h2>Where each row comes from</h2>\n")
        .append(results.filesFound() > FEW_FILES ? "<details>" : "<details open=\"open\">")
        .append(
            "\n<summary>%s in %s</summary>\n"
                .formatted(
                    Numbers.count(results.runs().size(), "row"),
                    Numbers.count(results.filesFound(), "file")));
    table(Provenance.files(results));
    page.append("</details>\n</section>\n");
  }

  private void section(String id, String title, Table<?> table) {
    page.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(id, title));
    table(table);
    page.append("</section>\n");
  }

  private void warnings() {
    if (!allWarnings().isEmpty()) {
      page.append("<section id=\"warnings\">\n<h2>Warnings</h2>\n<ul>\n");
      allWarnings().stream()
          .limit(WARNINGS)
          .forEach(line -> page.append("<li>").append(Markup.text(line)).append("</li>\n"));
      if (allWarnings().size() > WARNINGS) {
        page.append("<li>and %s more</li>\n".formatted(allWarnings().size() - WARNINGS));
      }
      page.append("</ul>\n</section>\n");
    }
  }

  private List<String> allWarnings() {
    return Stream.concat(results.warnings().stream(), aggregation.warnings().stream()).toList();
  }
}
