package hpc.report;

import hpc.exec.Printable;
import hpc.exec.Problem;
import hpc.external.ExternalWorkload;
import hpc.report.TextTable.Heading;
import hpc.scaling.Aggregation;
import hpc.scaling.Interval;
import hpc.scaling.PeerComparison;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Programs of ours and of others on equal problems, as text: a block per problem. */
public final class PeerTable {

  private PeerTable() {}

  /** The blocks, each after a blank line; nothing where only ours were measured. */
  public static String render(Aggregation aggregation) {
    return PeerComparison.of(aggregation).stream()
        .map(one ->
            "\n%s\n%s%s\n"
                .formatted(
                    Printable.line(title(one)), table(one).render(), Printable.line(note(one))))
        .collect(Collectors.joining());
  }

  /** The blocks as Markdown, each after a blank line. */
  public static String markdown(Aggregation aggregation) {
    return PeerComparison.of(aggregation).stream()
        .map(one ->
            "\n### %s\n\n%s\n%s\n"
                .formatted(
                    Markdown.text(title(one)), table(one).markdown(), Markdown.text(note(one))))
        .collect(Collectors.joining());
  }

  /** What is compared. */
  static String title(PeerComparison comparison) {
    return "Programs for %s of size %s"
        .formatted(comparison.problem().app(), comparison.problem().size());
  }

  private static String note(PeerComparison comparison) {
    return "ratio: wall time over that of the fastest of %s on as many cores (below 1 is faster)"
            .formatted(measure(comparison))
        + ", with a 95 % interval";
  }

  /** Whose times the others are held against. */
  static String measure(PeerComparison comparison) {
    Problem problem = comparison.problem();
    return ExternalWorkload.isExternal(problem) ? problem.algorithm() : "hpc";
  }

  /** The lines of one problem. */
  static TextTable table(PeerComparison comparison) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("program"),
                Heading.text("kernel"),
                Heading.text("mode"),
                Heading.number("cores"),
                Heading.number("runs"),
                Heading.text("timed"),
                Heading.number("wall s"),
                Heading.number(comparison.problem().rateUnit()),
                Heading.number("ratio"),
                Heading.text("interval"),
                Heading.number("RSS MiB")));
    comparison.entries().forEach(entry -> table.add(cells(entry)));
    return table;
  }

  private static List<String> cells(PeerComparison.Entry entry) {
    return List.of(
        program(entry),
        entry.isPeer() ? "" : entry.problem().kernel(),
        manner(entry),
        Integer.toString(entry.figures().placement().cores()),
        Integer.toString(entry.figures().runs()),
        entry.timesProcess() ? "process" : "solve",
        Numbers.digits(entry.figures().wallMedian()),
        Numbers.digits(entry.figures().rate()),
        entry.ratio().isPresent() ? Numbers.ratio(entry.ratio().getAsDouble()) : "-",
        entry.ratioInterval().map(PeerTable::interval).orElse(""),
        Numbers.mebibytes(entry.figures().rssTotalBytes()));
  }

  /** How it ran; of a program of others nothing is known but how many cores it was told to use. */
  static String manner(PeerComparison.Entry entry) {
    if (!entry.isPeer()) {
      return Manner.name(entry.figures().placement());
    }
    int cores = entry.figures().placement().cores();
    return cores == 1 ? "1 core" : cores + " cores";
  }

  private static String interval(Interval interval) {
    return String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high());
  }

  /** Its name: of ours the algorithm as well. */
  static String program(PeerComparison.Entry entry) {
    return entry.isPeer() ? entry.problem().algorithm() : "hpc " + entry.problem().algorithm();
  }
}
