package hpc.sweep;

import java.nio.file.Path;
import java.util.List;

/**
 * A sweep as its YAML file describes it.
 *
 * <pre>{@code
 * sweep: quickstart               # names the output
 * runs:                           # one after the other
 *   - workload: ...             # a problem
 *     options: {warmup: 1}        # the same for every point
 *     axes:                       # their product, the last axis fastest
 *       limit: [1e7, 1e8]
 *       threads: [1, 2]
 * }</pre>
 *
 * <p>Values reach the command line exactly as they are written. A point that stands in two runs is
 * measured once.
 *
 * @param name names the CSV
 * @param text the file as it was read
 * @param tooLarge what a submission makes of points that are larger than the cluster
 * @param points at least one, in the order in which they run, numbered from 1
 */
public record SweepConfig(String name, String text, TooLarge tooLarge, List<SweepPoint> points) {

  /** What becomes of points that a cluster has no room for when a sweep is submitted. */
  public enum TooLarge {
    /** They are named, and nothing is submitted. */
    REFUSE,
    /** They are named and left out: one file serves clusters of all sizes. */
    SKIP
  }

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  /**
   * Copies the points.
   *
   * @throws IllegalArgumentException if the name cannot be that of a file
   */
  public SweepConfig {
    requireName(name);
    points = List.copyOf(points);
  }

  /** Whether some of its points are rungs of a ladder. */
  public boolean isLadder() {
    return points.stream().anyMatch(SweepPoint::isRung);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it cannot be read or is no sweep: one line with the file
   *     and the reason, {@code file:line:column: what} of its text
   */
  public static SweepConfig load(Path file, OptionCatalog options) {
    return SweepReader.read(YamlText.read(file, "a sweep"), options);
  }

  /**
   * Reads a text.
   *
   * @param file its name in errors
   * @throws IllegalArgumentException if it is no sweep: one line, {@code file:line:column: what}
   */
  public static SweepConfig parse(String file, String text, OptionCatalog options) {
    return SweepReader.read(new YamlText(file, text), options);
  }

  /**
   * The same sweep with one point alone.
   *
   * @throws IllegalArgumentException if it has none of this id
   */
  public SweepConfig only(String id) {
    List<SweepPoint> one = points.stream().filter(point -> point.id().equals(id)).toList();
    if (one.isEmpty()) {
      throw new IllegalArgumentException("sweep " + name + " has no point " + id);
    }
    return new SweepConfig(name, text, tooLarge, one);
  }

  static String requireName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "sweep "
              + YamlText.quoted(name)
              + " cannot name files; accepted: up to 64 letters, digits, dots, dashes and"
              + " underscores, a letter or digit first");
    }
    return name;
  }
}
