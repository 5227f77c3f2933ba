package hpc.report;

import static hpc.table.Column.number;
import static hpc.table.Column.text;

import hpc.exec.Outcome.Check;
import hpc.exec.Task.Bound;
import hpc.table.Numbers;
import hpc.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What a solver command tells of one run, as text. */
public final class RunTables {

  private RunTables() {}

  /** What {@code --verify} looked at, a line each; empty if nothing was looked at one by one. */
  public static String checks(List<Check> checks) {
    return checks.isEmpty()
        ? ""
        : new Table<Check>(
                List.of(
                    text("check", Check::subject),
                    text("holds", RunTables::result),
                    text("found", Check::finding)),
                checks)
            .text();
  }

  private static String result(Check check) {
    if (!check.applies()) {
      return "does not apply";
    }
    return !check.holds() ? "NO" : check.decides() ? "yes, decides" : "yes";
  }

  /**
   * The bounds of a machine and where a run stands beneath them.
   *
   * @param bounds the bounds
   * @param unit of their rates, and of {@code rate}
   * @param rate that of the run
   */
  public static String roofline(List<Bound> bounds, String unit, double rate) {
    record Row(String name, String measured, OptionalDouble rate, String share) {}

    List<Row> rows = new ArrayList<>();
    for (Bound bound : bounds) {
      String share =
          bound.rate().isPresent()
              ? Numbers.whole(100 * rate / bound.rate().getAsDouble()) + " %"
              : "";
      rows.add(new Row(bound.name(), bound.measured(), bound.rate(), share));
    }
    rows.add(new Row("this run", "", OptionalDouble.of(rate), ""));
    return new Table<Row>(
            List.of(
                text("bound", Row::name),
                number("measured", Row::measured),
                number(
                    unit, row -> row.rate.isPresent() ? Numbers.whole(row.rate.getAsDouble()) : ""),
                number("this run / it", Row::share)),
            rows)
        .text();
  }
}
