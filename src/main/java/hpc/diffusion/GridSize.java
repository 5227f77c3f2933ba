package hpc.diffusion;

import hpc.exec.ProblemType.SizeRule;
import hpc.exec.WholeValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The points of a field. On n cores it has exactly n times as many: nx is multiplied by a and ny by
 * b, where ab = n and the field comes as near to a square as it can: squares of one core make
 * blocks of the same squares. Steps, and with dx and dy the time step, stay as they are.
 */
final class GridSize implements SizeRule {

  private static final String NX = "nx";
  private static final String NY = "ny";
  private static final String PRESET = "preset";

  @Override
  public Set<String> options() {
    return Set.of(NX, NY, "steps", "time", PRESET);
  }

  /** How long it takes to the steady state depends on the size. */
  @Override
  public Set<String> notGrowing() {
    return Set.of("steady");
  }

  @Override
  public SequencedMap<String, String> grown(SequencedMap<String, String> one, long cores) {
    WholeValue nx = axis(NX, one);
    WholeValue ny = axis(NY, one);
    SequencedMap<String, String> grown = new LinkedHashMap<>(one);
    if (cores > 1) {
      long alongX = factor(nx.value(), ny.value(), cores);
      grown.put(NX, longer(NX, nx, alongX).spelled());
      grown.put(NY, longer(NY, ny, cores / alongX).spelled());
    }
    return grown;
  }

  /**
   * Rows of the field: every rank needs one unless the decomposition is given. Empty if the options
   * do not say.
   */
  static OptionalLong rowsToShare(Map<String, String> options) {
    if (options.getOrDefault("decomposition", "").contains("x")) {
      return OptionalLong.empty();
    }
    try {
      if (options.containsKey(NX)) {
        return OptionalLong.of(WholeValue.parse(options.get(NX)).value());
      }
      return options.containsKey("ic") // the shape of the field may be that of a file
          ? OptionalLong.empty()
          : OptionalLong.of(preset(options).nx());
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty(); // the command will say what is wrong
    }
  }

  private static Grid preset(Map<String, String> options) {
    return Preset.named(options.getOrDefault(PRESET, Preset.SINE.word())).problem().grid();
  }

  /** The divisor of {@code cores} for nx; of equals the larger one: a row lies in one piece. */
  private static long factor(long nx, long ny, long cores) {
    long best = cores;
    for (long small = 1; small * small <= cores; small++) {
      if (cores % small == 0) {
        for (long alongX : new long[] {cores / small, small}) {
          double gain = ratio(nx, best, ny, cores / best) - ratio(nx, alongX, ny, cores / alongX);
          best = gain > 0 || (gain == 0 && alongX > best) ? alongX : best;
        }
      }
    }
    return best;
  }

  private static double ratio(long nx, long alongX, long ny, long alongY) {
    double x = (double) nx * alongX;
    double y = (double) ny * alongY;
    return Math.max(x, y) / Math.min(x, y);
  }

  private static WholeValue axis(String option, SequencedMap<String, String> one) {
    if (one.containsKey(option)) {
      return size(option, one.get(option));
    }
    if (!one.containsKey(PRESET)) {
      throw new IllegalArgumentException(
          "no size to grow, %s is missing; accepted: with nx and ny, or a preset, for one core"
              .formatted(option));
    }
    Grid grid = preset(one);
    return new WholeValue(option.equals(NX) ? grid.nx() : grid.ny(), WholeValue.Notation.DIGITS);
  }

  private static WholeValue size(String option, String text) {
    String wrong;
    try {
      WholeValue size = WholeValue.parse(text);
      if (1 <= size.value() && size.value() <= Grid.LONGEST_AXIS) {
        return size;
      }
      wrong = "accepted: 1 to " + Grid.LONGEST_AXIS;
    } catch (IllegalArgumentException e) {
      wrong = e.getMessage();
    }
    throw new IllegalArgumentException("%s \"%s\": %s".formatted(option, text, wrong));
  }

  private static WholeValue longer(String option, WholeValue side, long factor) {
    if (side.value() > Grid.LONGEST_AXIS / factor) {
      throw new IllegalArgumentException(
          "%s %s times %s is more than %s; take a smaller one for one core"
              .formatted(option, side.spelled(), factor, Grid.LONGEST_AXIS));
    }
    return side.with(side.value() * factor);
  }
}
