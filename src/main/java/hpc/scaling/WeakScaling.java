package hpc.scaling;

import hpc.exec.Mode;
import hpc.exec.Problem;
import java.util.List;
import java.util.Optional;

/**
 * Weak scaling: as much work for each core, on more and more cores.
 *
 * @param app what all points share
 * @param algorithm what all points share
 * @param kernel what all points share
 * @param workUnit what work counts
 * @param workPerCore of the first point; that of the others differs by 1 % at most
 * @param cpuModel what all points share
 * @param jvm flags of the JVM that a sweep compares with others; empty if none
 * @param mode threads of a process, or ranks
 * @param points by cores, with different numbers of them; at least two
 * @param fits to the scaled speedup, the best first, as in {@link ScalingCurve}
 */
public record WeakScaling(
    String app,
    String algorithm,
    String kernel,
    String workUnit,
    double workPerCore,
    String cpuModel,
    String jvm,
    Mode mode,
    List<Point> points,
    List<ScalingFit> fits) {

  /** Copies the lists. */
  public WeakScaling {
    points = List.copyOf(points);
    fits = List.copyOf(fits);
  }

  /** The fit to be preferred. */
  public Optional<ScalingFit> chosen() {
    return fits.stream().findFirst();
  }

  /**
   * One number of cores.
   *
   * @param problem what was solved on them
   * @param figures its figures; speedup and efficiency there are against another baseline
   * @param speedup work per second over that of the first point
   * @param efficiency the same per core: 1 is ideal
   * @param efficiencyInterval its interval; empty with fewer than five repetitions
   */
  public record Point(
      Problem problem,
      PlacementFigures figures,
      double speedup,
      double efficiency,
      Optional<Interval> efficiencyInterval) {}
}
