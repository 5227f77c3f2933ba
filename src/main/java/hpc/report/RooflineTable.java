package hpc.report;

import hpc.exec.Bound;
import hpc.report.TextTable.Heading;
import java.util.List;
import java.util.Locale;

/** The bounds of a machine and where a run stands beneath them, as text. */
public final class RooflineTable {

  private RooflineTable() {}

  /**
   * The table.
   *
   * @param bounds the bounds
   * @param unit of their rates, and of {@code rate}
   * @param rate that of the run
   */
  public static String render(List<Bound> bounds, String unit, double rate) {
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("bound"),
                Heading.number("measured"),
                Heading.number(unit),
                Heading.number("this run / it")));
    for (Bound bound : bounds) {
      boolean rated = bound.rate().isPresent();
      table.add(
          List.of(
              bound.name(),
              bound.measured(),
              rated ? whole(bound.rate().getAsDouble()) : "",
              rated ? whole(100 * rate / bound.rate().getAsDouble()) + " %" : ""));
    }
    table.add(List.of("this run", "", whole(rate), ""));
    return table.render();
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
