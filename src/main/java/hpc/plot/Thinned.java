package hpc.plot;

import java.util.List;
import java.util.stream.IntStream;

/** Some of many things, for a figure that could not show all. */
public final class Thinned {

  private Thinned() {}

  /**
   * At most {@code most} of {@code all}, equally far apart, among them the first and the last.
   *
   * @param most at least 2
   */
  public static <T> List<T> of(List<T> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    return IntStream.range(0, most)
        .mapToObj(i -> all.get((int) ((long) i * (all.size() - 1) / (most - 1))))
        .toList();
  }
}
