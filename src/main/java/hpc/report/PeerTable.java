package hpc.report;

import static hpc.bench.TableColumn.number;
import static hpc.bench.TableColumn.text;

import hpc.bench.TableColumn;
import hpc.exec.Printable;
import hpc.exec.Problem;
import hpc.external.ExternalWorkload;
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
    List<TableColumn<PeerComparison.Entry>> columns =
        List.of(
            text("program", PeerTable::program),
            text("kernel", entry -> entry.isPeer() ? "" : entry.problem().kernel()),
            text("mode", PeerTable::manner),
            number("cores", entry -> entry.figures().placement().cores()),
            number("runs", entry -> entry.figures().runs()),
            text("timed", entry -> entry.timesProcess() ? "process" : "solve"),
            number("wall s", entry -> Numbers.digits(entry.figures().wallMedian())),
            number(
                comparison.problem().rateUnit(), entry -> Numbers.digits(entry.figures().rate())),
            number("ratio", entry -> Numbers.ratio(entry.ratio())),
            text("interval", entry -> entry.ratioInterval().map(PeerTable::interval)),
            number("RSS MiB", entry -> Numbers.mebibytes(entry.figures().rssTotalBytes())));
    return TextTable.of(columns, comparison.entries().stream());
  }

  /** How it ran; of a program of others nothing is known but how many cores it was told to use. */
  static String manner(PeerComparison.Entry entry) {
    if (!entry.isPeer()) {
      return ModeStyle.name(entry.figures().placement());
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
