package hpc.scaling;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import hpc.exec.Mode;
import hpc.exec.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** How far work per core may differ and be called equal: sizes are whole numbers. */
  private static final double EQUAL = 1.01;

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

  /** All sets with at least two numbers of cores. */
  static List<WeakScaling> sets(List<ProblemScaling> problems, MedianBootstrap bootstrap) {
    Map<Kind, List<Measured>> byKind = new LinkedHashMap<>();
    for (ProblemScaling scaling : problems) {
      for (PlacementFigures figures : scaling.placements()) {
        Measured measured = new Measured(scaling.problem(), figures);
        Stream.of(Mode.FORKJOIN, Mode.MPI)
            // a serial run is the beginning of either kind of set
            .filter(mode -> measured.isOf(mode) || measured.isOf(Mode.SERIAL))
            .map(mode -> Kind.of(scaling, mode))
            .forEach(kind -> byKind.computeIfAbsent(kind, _ -> new ArrayList<>()).add(measured));
      }
    }
    List<Candidate> candidates = new ArrayList<>();
    byKind.forEach((kind, all) ->
        withEqualWork(all).stream()
            .map(set -> onePerCores(set, kind.mode))
            .filter(set -> set.size() > 1 && set.getLast().isOf(kind.mode))
            .forEach(set -> candidates.add(new Candidate(kind, set))));
    // fits take most of the time where there are many sets
    return candidates.parallelStream()
        .map(candidate -> scaling(candidate.kind, candidate.set, bootstrap))
        .toList();
  }

  private static List<List<Measured>> withEqualWork(List<Measured> all) {
    List<List<Measured>> sets = new ArrayList<>();
    double least = 0;
    for (Measured next : all.stream().sorted(comparingDouble(Measured::workPerCore)).toList()) {
      if (sets.isEmpty() || next.workPerCore() > EQUAL * least) {
        sets.add(new ArrayList<>());
        least = next.workPerCore();
      }
      sets.getLast().add(next);
    }
    return sets;
  }

  /** By cores; of several the serial one, then the fastest. */
  private static List<Measured> onePerCores(List<Measured> set, Mode mode) {
    return List.copyOf(
        set.stream()
            .sorted(
                comparingInt(Measured::cores)
                    .thenComparing(measured -> measured.isOf(mode))
                    .thenComparingDouble(measured -> measured.figures.wallMedian()))
            .collect(
                Collectors.toMap(
                    Measured::cores, measured -> measured, (best, other) -> best, TreeMap::new))
            .values());
  }

  private static WeakScaling scaling(Kind kind, List<Measured> set, MedianBootstrap bootstrap) {
    Measured first = set.getFirst();
    List<Point> points = set.stream().map(measured -> measured.against(first, bootstrap)).toList();
    double[] speedups = points.stream().mapToDouble(Point::speedup).toArray();
    LawFitter fitter =
        new LawFitter(
            set.stream().mapToDouble(Measured::cores).toArray(),
            speedups,
            speedups, // errors of times are relative ones
            first.cores());
    return new WeakScaling(
        kind.app,
        kind.algorithm,
        kind.kernel,
        kind.workUnit,
        first.workPerCore(),
        kind.cpuModel,
        kind.jvm,
        kind.mode,
        points,
        fitter.fits(ScalingLaw.GUSTAFSON, ScalingLaw.UNIVERSAL));
  }

  /** What the points of a set share besides the work per core. */
  private record Kind(
      String app,
      String algorithm,
      String kernel,
      String workUnit,
      String cpuModel,
      String jvm,
      Mode mode) {

    static Kind of(ProblemScaling scaling, Mode mode) {
      Problem problem = scaling.problem();
      return new Kind(
          problem.app(),
          problem.algorithm(),
          problem.kernel(),
          problem.workUnit(),
          scaling.cpuModel(),
          scaling.jvm(),
          mode);
    }
  }

  /** Points with equal work for each core, one per number of cores. */
  private record Candidate(Kind kind, List<Measured> set) {}

  /** One problem in one placement. */
  private record Measured(Problem problem, PlacementFigures figures) {

    int cores() {
      return figures.placement().cores();
    }

    double workPerCore() {
      return (double) problem.work() / cores();
    }

    boolean isOf(Mode mode) {
      return figures.placement().mode() == mode;
    }

    Point against(Measured first, MedianBootstrap bootstrap) {
      double moreWork = (double) problem.work() / first.problem.work();
      double perCore = (double) first.cores() / cores();
      double speedup = moreWork * first.figures.wallMedian() / figures.wallMedian();
      Optional<Interval> interval =
          equals(first)
              ? Optional.of(new Interval(1, 1))
              : bootstrap.ratio(first.figures.walls(), figures.walls());
      return new Point(
          problem,
          figures,
          speedup,
          speedup * perCore,
          equals(first) ? interval : interval.map(ratio -> ratio.times(moreWork * perCore)));
    }
  }
}
