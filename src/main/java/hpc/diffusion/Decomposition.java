package hpc.diffusion;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the field is cut for the ranks: what {@code --decomposition} asks for. */
@FunctionalInterface
public interface Decomposition {

  /** The grid with the least halo. */
  Decomposition AUTO = RankGrid::leastHalo;

  /**
   * Lays {@code ranks} ranks over the field.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  RankGrid over(Grid grid, Boundaries sides, int ranks);

  /**
   * Reads {@code auto}, {@code rows} or {@code PXxPY}: bands of rows times bands of columns.
   *
   * @throws IllegalArgumentException naming {@code --decomposition}
   */
  static Decomposition parse(String text) {
    return switch (text) {
      case "auto" -> AUTO;
      case "rows" -> (grid, _, ranks) -> new RankGrid(grid, ranks, 1);
      default -> given(text);
    };
  }

  private static Decomposition given(String text) {
    Matcher matcher = Pattern.compile("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--decomposition " + text + ": accepted: auto, rows or PXxPY, such as 2x3");
    }
    int alongX = Integer.parseInt(matcher.group(1));
    int alongY = Integer.parseInt(matcher.group(2));
    return (grid, _, ranks) -> {
      if (alongX * alongY != ranks) {
        throw new IllegalArgumentException(
            "--decomposition %s: that is %s ranks and there are %s; accepted: PX times PY equal to the ranks"
                .formatted(text, alongX * alongY, ranks));
      }
      return new RankGrid(grid, alongX, alongY);
    };
  }
}
