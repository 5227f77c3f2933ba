package hpc.scaling;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import hpc.exec.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

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

  /**
   * A curve for each mode.
   *
   * @param placements by cores, with figures against one baseline, which is among them
   */
  static List<ScalingCurve> strong(List<PlacementFigures> placements) {
    if (placements.isEmpty()) {
      return List.of();
    }
    List<ScalingCurve> curves =
        Stream.of(Mode.FORKJOIN, Mode.MPI)
            .filter(mode -> placements.stream().anyMatch(figures -> isOf(mode, figures)))
            .map(mode -> curve(mode, placements))
            .toList();
    return curves.isEmpty() ? List.of(curve(Mode.SERIAL, placements)) : curves;
  }

  private static ScalingCurve curve(Mode mode, List<PlacementFigures> placements) {
    PlacementFigures baseline = baseline(placements);
    Collection<PlacementFigures> larger =
        placements.stream()
            .filter(figures -> isOf(mode, figures) && cores(figures) > cores(baseline))
            .collect(
                toMap(
                    ScalingCurve::cores,
                    identity(),
                    BinaryOperator.minBy(comparingDouble(PlacementFigures::wallMedian)),
                    TreeMap::new))
            .values();
    List<PlacementFigures> points = new ArrayList<>(List.of(baseline));
    points.addAll(larger);
    double[] speedups = points.stream().mapToDouble(PlacementFigures::speedup).toArray();
    LawFitter fitter =
        new LawFitter(
            points.stream().mapToDouble(ScalingCurve::cores).toArray(),
            speedups,
            speedups, // errors of times are relative ones
            cores(baseline));
    return new ScalingCurve(
        mode,
        points,
        fewest(mode, baseline, placements),
        fitter.fits(ScalingLaw.AMDAHL, ScalingLaw.UNIVERSAL));
  }

  /** A serial run is one of one thread or of one rank as well; other modes stand for themselves. */
  private static PlacementFigures fewest(
      Mode mode, PlacementFigures baseline, List<PlacementFigures> placements) {
    PlacementFigures own =
        placements.stream()
            .filter(figures -> isOf(mode, figures))
            .min(
                comparingInt(ScalingCurve::cores).thenComparingDouble(PlacementFigures::wallMedian))
            .orElseThrow();
    return isOf(Mode.SERIAL, baseline) && cores(baseline) < cores(own) ? baseline : own;
  }

  /** The one that all speedups are against. */
  private static PlacementFigures baseline(List<PlacementFigures> placements) {
    return placements.stream()
        .filter(figures -> figures.speedup() == 1)
        .min(
            comparingInt(ScalingCurve::cores).thenComparing(figures -> !isOf(Mode.SERIAL, figures)))
        .orElseThrow();
  }

  private static boolean isOf(Mode mode, PlacementFigures figures) {
    return figures.placement().mode() == mode;
  }

  private static int cores(PlacementFigures figures) {
    return figures.placement().cores();
  }
}
