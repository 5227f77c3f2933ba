package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.drawing.Lettering;
import hpc.drawing.PngImage;
import hpc.exec.AsideFile;
import hpc.exec.FileError;
import hpc.scaling.Aggregation;
import hpc.scaling.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A report as files: the page, and beside it its figures as SVG and PNG. */
public final class ReportFiles {

  private ReportFiles() {}

  /**
   * Writes {@code file}, and the figures into a directory beside it that is called like it, {@code
   * report_figures} for {@code report.html}. Each file is old or new at any moment; the page is the
   * last.
   *
   * @param option the option that named {@code file}, for the complaint
   * @param efficiency least one to recommend, in (0, 1]
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, or a link to nothing
   */
  public static void write(
      String option, Path file, Results results, Aggregation aggregation, double efficiency) {
    ReportFigures figures = ReportFigures.of(aggregation);
    String stem = file.getFileName().toString().replaceFirst("\\.x?html?$", "");
    Path directory = file.resolveSibling(stem + "_figures");
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw FileError.of(directory, e);
    }
    PngImage.needNoScreen();
    Lettering lettering = new Lettering(Canvas.LETTER_SIZE);
    figures
        .all()
        .forEach(figure -> {
          AsideFile.replace(
              directory.resolve(figure.name() + ".svg"), SvgCanvas.file(figure).getBytes(UTF_8));
          AsideFile.replace(
              directory.resolve(figure.name() + ".png"),
              PngImage.bytes(PixelCanvas.draw(figure.drawing(), lettering)));
        });
    String page = HtmlReport.render(results, aggregation, efficiency, figures);
    AsideFile.replaceNamed(option, file, page.getBytes(UTF_8));
  }
}
