package hpc.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Markup;
import hpc.exec.OutputFile;
import hpc.scaling.ComparedPoint;
import hpc.scaling.Comparison;
import hpc.table.Numbers;
import hpc.table.PlainNumber;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A comparison as JUnit XML, which every CI shows: a test case per point, with the median time of
 * the second set as its time. A point that is too slow is a failure, one that could not be judged
 * is skipped. It keeps to the schema of Ant's JUnit task
 * (https://github.com/windyroad/JUnit-Schema).
 */
public final class JunitFile {

  private JunitFile() {}

  /** A file that {@code --junit} names. */
  public static OutputFile output(Path file) {
    return new OutputFile("--junit", file, "<testsuite name=\"hpc compare\"");
  }

  /**
   * Writes {@code file}, aside and renamed.
   *
   * @param slowdown bound beyond which a point fails; without one none does
   * @throws UncheckedIOException if that fails; the message names file and reason
   * @throws IllegalArgumentException if {@code file} is a device, a pipe, a link to nothing, or of
   *     somebody else
   */
  public static void write(Path file, Comparison comparison, OptionalDouble slowdown) {
    output(file).replace(text(comparison, slowdown).getBytes(UTF_8));
  }

  static String text(Comparison comparison, OptionalDouble slowdown) {
    StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.append(
        """
        <testsuite name="hpc compare" timestamp="%s" hostname="%s" tests="%s" failures="%s" \
        errors="0" skipped="%s" time="%s">
        <properties>
        """
            .formatted(
                comparison
                    .b()
                    .last()
                    .orElse(Instant.EPOCH)
                    .truncatedTo(ChronoUnit.SECONDS)
                    .toString()
                    .replace("Z", ""),
                Markup.text(comparison.b().clusters().stream().findFirst().orElse("localhost")),
                comparison.points().size(),
                comparison.points().stream().filter(point -> isTooSlow(point, slowdown)).count(),
                comparison.points().size() - comparison.judged(),
                PlainNumber.format(
                    comparison.points().stream().mapToDouble(JunitFile::seconds).sum())));
    property(text, "a", comparison.a().name());
    property(text, "b", comparison.b().name());
    slowdown.ifPresent(bound -> property(text, "max-slowdown", PlainNumber.format(bound)));
    text.append("</properties>\n");
    comparison.points().forEach(point -> text.append(testCase(point, slowdown)));
    return text.append("<system-out></system-out>\n<system-err></system-err>\n</testsuite>\n")
        .toString();
  }

  private static void property(StringBuilder text, String name, String value) {
    text.append("<property name=\"%s\" value=\"%s\"/>\n".formatted(name, Markup.text(value)));
  }

  private static String testCase(ComparedPoint point, OptionalDouble slowdown) {
    String head =
        "<testcase classname=\"%s\" name=\"%s\" time=\"%s\""
            .formatted(
                Markup.text(
                    String.join(
                        ".",
                        point.problem().app(),
                        point.problem().algorithm(),
                        point.problem().kernel())),
                Markup.text(name(point)),
                PlainNumber.format(seconds(point)));
    if (isTooSlow(point, slowdown)) {
      return "%s>\n<failure type=\"slower\" message=\"%s\">%s</failure>\n</testcase>\n"
          .formatted(head, Markup.text(message(point)), Markup.text(ComparisonTable.name(point)));
    }
    return point.finding().isJudged()
        ? head + "/>\n"
        : "%s>\n<skipped message=\"%s\"/>\n</testcase>\n"
            .formatted(head, Markup.text(point.finding().words()));
  }

  /** Unique within the program: every parameter and the placement. */
  private static String name(ComparedPoint point) {
    return Stream.of(
            point.problem().canonical().replace(';', ' '),
            point.jvm(),
            point.placement().mode().word(),
            "nodes=" + point.placement().nodes(),
            "ranks=" + point.placement().ranks(),
            "threads=" + point.placement().threads())
        .filter(word -> !word.isEmpty())
        .reduce((before, word) -> before + " " + word)
        .orElseThrow();
  }

  private static String message(ComparedPoint point) {
    return "%s times the time (95 %% interval %s to %s): %s s after %s s"
        .formatted(
            Numbers.ofOne(point.ratio().orElseThrow()),
            Numbers.ofOne(point.interval().orElseThrow().low()),
            Numbers.ofOne(point.interval().orElseThrow().high()),
            Numbers.digits(point.b().median()),
            Numbers.digits(point.a().median()));
  }

  private static boolean isTooSlow(ComparedPoint point, OptionalDouble slowdown) {
    return slowdown.isPresent() && point.isSlowerThan(slowdown.getAsDouble());
  }

  private static double seconds(ComparedPoint point) {
    return point.b().median().orElse(0);
  }
}
