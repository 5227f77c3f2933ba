package hpc.report;

import static hpc.bench.TableColumn.text;

import hpc.bench.TableColumn;
import hpc.exec.Outcome.Check;
import java.util.List;

/** What {@code --verify} looked at, a line each. */
public final class CheckTable {

  private CheckTable() {}

  /** The table; empty if nothing was looked at one by one. */
  public static String render(List<Check> checks) {
    if (checks.isEmpty()) {
      return "";
    }
    List<TableColumn<Check>> columns =
        List.of(
            text("check", Check::subject),
            text("holds", CheckTable::result),
            text("found", Check::finding));
    return TextTable.of(columns, checks.stream()).render();
  }

  private static String result(Check check) {
    if (!check.applies()) {
      return "does not apply";
    }
    return !check.holds() ? "NO" : check.decides() ? "yes, decides" : "yes";
  }
}
