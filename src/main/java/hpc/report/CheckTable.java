package hpc.report;

import hpc.exec.Outcome.Check;
import hpc.report.TextTable.Heading;
import java.util.List;

/** What {@code --verify} looked at, a line each. */
public final class CheckTable {

  private CheckTable() {}

  /** The table; empty if nothing was looked at one by one. */
  public static String render(List<Check> checks) {
    if (checks.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(List.of(Heading.text("check"), Heading.text("holds"), Heading.text("found")));
    for (Check check : checks) {
      table.add(List.of(check.subject(), result(check), check.finding()));
    }
    return table.render();
  }

  private static String result(Check check) {
    if (!check.applies()) {
      return "does not apply";
    }
    return !check.holds() ? "NO" : check.decides() ? "yes, decides" : "yes";
  }
}
