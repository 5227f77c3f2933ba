package hpc.report;

import hpc.diffusion.Roofline;
import hpc.report.TextTable.Heading;
import java.util.List;
import java.util.Locale;

/** The bounds of a machine and where a run stands beneath them, as text. */
public final class RooflineTable {

  private RooflineTable() {}

  /**
   * The table.
   *
   * @param roofline the bounds
   * @param steps time steps that the run makes in one pass over memory
   * @param megaUpdatesPerSecond the rate of the run, MLUP/s
   */
  public static String render(Roofline roofline, int steps, double megaUpdatesPerSecond) {
    double kernel = roofline.kernelUpdatesPerSecond() * 1e-6;
    double streamed = roofline.memoryUpdatesPerSecond(1) * 1e-6;
    double blocked = roofline.memoryUpdatesPerSecond(steps) * 1e-6;
    TextTable table =
        new TextTable(
            List.of(
                Heading.text("bound"),
                Heading.number("measured"),
                Heading.number("MLUP/s"),
                Heading.number("this run / it")));
    table.add(
        List.of(
            "memory, copy of %s MiB".formatted(roofline.arrayBytes() >> 20),
            bandwidth(roofline.copyBytesPerSecond()),
            "",
            ""));
    table.add(
        List.of(
            "memory, triad: a step per pass, %s bytes an update"
                .formatted(Roofline.BYTES_PER_UPDATE),
            bandwidth(roofline.triadBytesPerSecond()),
            rate(streamed),
            share(megaUpdatesPerSecond / streamed)));
    table.add(
        List.of(
            "memory, %s steps per pass, as in this run".formatted(steps),
            "",
            rate(blocked),
            share(megaUpdatesPerSecond / blocked)));
    table.add(
        List.of("kernel in the cache", "", rate(kernel), share(megaUpdatesPerSecond / kernel)));
    table.add(List.of("this run", "", rate(megaUpdatesPerSecond), ""));
    return table.render();
  }

  private static String bandwidth(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.1f GB/s", bytesPerSecond * 1e-9);
  }

  private static String rate(double mega) {
    return String.format(Locale.ROOT, "%.0f", mega);
  }

  private static String share(double fraction) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
  }
}
