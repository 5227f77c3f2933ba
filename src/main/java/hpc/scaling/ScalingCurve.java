package hpc.scaling;

import hpc.exec.Mode;
import java.util.List;
import java.util.Optional;

/**
 * Strong scaling of one problem in one mode: the same work on more and more cores.
 *
 * @param mode threads of a process, or ranks
 * @param points by cores, the baseline of the problem first; of others with equally many cores the
 *     fastest
 * @param fewest what to use where more cores do not pay: of the placements of this mode with the
 *     fewest cores the fastest, or the baseline where that is serial and has fewer
 * @param fits the best first: by AICc, where there are enough points for it, then those with fewer
 *     parameters; none with fewer than three points
 */
public record ScalingCurve(
    Mode mode, List<PlacementFigures> points, PlacementFigures fewest, List<ScalingFit> fits) {

  /** Copies the lists. */
  public ScalingCurve {
    points = List.copyOf(points);
    fits = List.copyOf(fits);
  }

  /** The fit to be preferred. */
  public Optional<ScalingFit> chosen() {
    return fits.stream().findFirst();
  }
}
