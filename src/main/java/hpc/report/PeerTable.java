package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.exec.Problem;
import hpc.external.ExternalWorkload;
import hpc.scaling.Aggregation;
import hpc.scaling.PeerComparison;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.List;

/** Programs of ours and of others on equal problems: a section per problem. */
public final class PeerTable {

  private PeerTable() {}

  /** A section per problem; none where only ours were measured. */
  public static List<Section> sections(Aggregation aggregation) {
    return PeerComparison.of(aggregation).stream()
        .map(one -> new Section(title(one), "on " + one.cpuModel(), table(one), List.of(note(one))))
        .toList();
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
  static Table<PeerComparison.Entry> table(PeerComparison comparison) {
    return new Table<>(
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
            text(
                "interval", entry -> entry.ratioInterval().map(ends -> ends.words(Numbers::ratio))),
            number("RSS MiB", entry -> Numbers.mebibytes(entry.figures().rssTotalBytes()))),
        comparison.entries());
  }

  /** How it ran; of a program of others nothing is known but how many cores it was told to use. */
  static String manner(PeerComparison.Entry entry) {
    if (!entry.isPeer()) {
      return ModeStyle.name(entry.figures().placement());
    }
    return Numbers.count(entry.figures().placement().cores(), "core");
  }

  /** Its name: of ours the algorithm as well. */
  static String program(PeerComparison.Entry entry) {
    return entry.isPeer() ? entry.problem().algorithm() : "hpc " + entry.problem().algorithm();
  }
}
