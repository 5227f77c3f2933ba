package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.external.ExternalWorkload;
import hpc.scaling.Aggregation;
import hpc.scaling.Ladder;
import hpc.scaling.Ladder.Measured;
import hpc.scaling.Ladder.Step;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rungs of ladders: a section per problem, in the order of the sweep. */
public final class LadderTable {

  private static final String NOTE =
      "speedup: wall time of the first rung over that of this one; interval: of the wall time, 95 %;"
          + " timed: the solve alone, or the whole process, start included";

  private LadderTable() {}

  /** A section per ladder. */
  public static List<Section> sections(Aggregation aggregation) {
    return aggregation.ladders().stream()
        .map(ladder ->
            new Section(
                title(ladder),
                "on " + ladder.cpuModel(),
                table(ladder),
                Stream.concat(
                        Stream.of(NOTE),
                        absent(ladder)
                            .map(step -> "absent: %s: %s".formatted(step.name(), step.absence())))
                    .toList()))
        .toList();
  }

  /** What is climbed. */
  static String title(Ladder ladder) {
    return "Ladder for %s of size %s".formatted(ladder.problem().app(), ladder.problem().size());
  }

  /** Which rung is the fastest, or which are level. */
  static String sentence(Ladder ladder) {
    List<Ladder.Step> fastest = ladder.fastest();
    return "%s: fastest %s, %s times as fast as \"%s\"."
        .formatted(
            title(ladder),
            SummaryText.level(fastest.stream().map(step -> '"' + step.name() + '"').toList()),
            Numbers.three(fastest.getFirst().measured().orElseThrow().figures().speedup()),
            ladder.first().name());
  }

  /** The rungs; of programs of others nothing is known but on how many cores they may run. */
  static Table<Step> table(Ladder ladder) {
    return new Table<>(
        List.of(
            text("rung", Step::name),
            text(
                "mode", step -> step.measured().isEmpty() ? "absent" : of(step, LadderTable::mode)),
            number("cores", step -> of(step, one -> one.figures().placement().cores())),
            number("runs", step -> of(step, one -> one.figures().runs())),
            text("timed", step -> step.measured().map(LadderTable::timed)),
            number("wall s", step -> of(step, one -> Numbers.digits(one.figures().wallMedian()))),
            text("interval", step -> step.measured().flatMap(LadderTable::interval)),
            number("speedup", step -> of(step, one -> Numbers.ratio(one.figures().speedup()))),
            number(
                "RSS MiB",
                step -> of(step, one -> Numbers.mebibytes(one.figures().rssTotalBytes()))),
            text("verified", step -> step.measured().map(one -> one.verdict().word()))),
        ladder.steps());
  }

  private static Object of(Step step, Function<Measured, Object> value) {
    return step.measured().map(value).orElse("-");
  }

  private static String mode(Measured measured) {
    return ExternalWorkload.isExternal(measured.problem())
        ? ""
        : ModeStyle.name(measured.figures().placement());
  }

  private static String timed(Measured measured) {
    return ExternalWorkload.timesProcess(measured.problem()) ? "process" : "solve";
  }

  private static Optional<String> interval(Measured measured) {
    return measured.figures().wallInterval().map(ends -> ends.words(Numbers::digits));
  }

  /** Why rungs are absent, in a table of its own; empty if none is. */
  static Table<Step> absences(Ladder ladder) {
    return new Table<>(
        List.of(text("absent", Step::name), text("because", Step::absence)),
        absent(ladder).toList());
  }

  private static Stream<Step> absent(Ladder ladder) {
    return ladder.steps().stream().filter(step -> step.measured().isEmpty());
  }
}
