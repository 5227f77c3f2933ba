package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.OutputFile;
import hpc.scaling.Aggregation;
import hpc.scaling.Recommendation.Criteria;
import hpc.scaling.Results;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A report as files: the page, and beside it its figures as SVG and PNG. */
public final class ReportFiles {

  private ReportFiles() {}

  /** A page that {@code option} names. */
  public static OutputFile page(String option, Path file) {
    return new OutputFile(option, file, "<title>Scaling report</title>");
  }

  /**
   * Writes {@code file}, and the figures into a directory beside it that is called like it, {@code
   * report_figures} for {@code report.html}, from which those of an earlier report go. Each file is
   * old or new at any moment; the page is the last.
   *
   * @param option the option that named {@code file}, for the complaint
   * @param demands what recommendations go by
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, a link to nothing, or no
   *     report, or if figures that no report has made are in the way
   */
  public static void write(
      String option, Path file, Results results, Aggregation aggregation, Criteria demands) {
    OutputFile target = page(option, file);
    target.requireReplaceable(List.of());
    ReportFigures figures = ReportFigures.of(aggregation);
    String stem = file.getFileName().toString().replaceFirst("\\.x?html?$", "");
    Path directory = file.resolveSibling(stem + "_figures");
    new FigureDirectory(directory).write(figures.all().toList());
    String page = HtmlReport.render(results, aggregation, demands, figures);
    target.replace(page.getBytes(UTF_8));
  }
}
