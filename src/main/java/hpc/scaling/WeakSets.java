package hpc.scaling;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;

import hpc.exec.Mode;
import hpc.exec.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds, among the figures of many problems, those with equal work for each core. */
final class WeakSets {

  /** How far work per core may differ and be called equal: sizes are whole numbers. */
  private static final double EQUAL = 1.01;

  private WeakSets() {}

  /** All sets with at least two numbers of cores. */
  static List<WeakScaling> of(List<ProblemScaling> problems, MedianBootstrap bootstrap) {
    return problems.stream()
        .flatMap(scaling ->
            scaling.placements().stream()
                .map(figures ->
                    new Measured(scaling.problem(), scaling.cpuModel(), scaling.jvm(), figures)))
        .flatMap(Measured::byMode)
        .collect(groupingBy(Tagged::kind, LinkedHashMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .flatMap(group ->
            withEqualWork(group.getValue().stream().map(Tagged::measured).toList()).stream()
                .map(set -> onePerCores(set, group.getKey().mode))
                .filter(set -> set.size() > 1)
                .filter(set -> set.getLast().isOf(group.getKey().mode))
                .map(set -> scaling(group.getKey(), set, bootstrap)))
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
    List<WeakScaling.Point> points =
        set.stream().map(measured -> measured.against(first, bootstrap)).toList();
    double[] speedups = points.stream().mapToDouble(WeakScaling.Point::speedup).toArray();
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
      Mode mode) {}

  private record Tagged(Kind kind, Measured measured) {}

  /** One problem in one placement. */
  private record Measured(Problem problem, String cpuModel, String jvm, PlacementFigures figures) {

    int cores() {
      return figures.placement().cores();
    }

    double workPerCore() {
      return (double) problem.work() / cores();
    }

    boolean isOf(Mode mode) {
      return figures.placement().mode() == mode;
    }

    /** A serial run is the beginning of either kind of set. */
    Stream<Tagged> byMode() {
      return Stream.of(Mode.FORKJOIN, Mode.MPI)
          .filter(mode -> isOf(mode) || isOf(Mode.SERIAL))
          .map(mode ->
              new Tagged(
                  new Kind(
                      problem.app(),
                      problem.algorithm(),
                      problem.kernel(),
                      problem.workUnit(),
                      cpuModel,
                      jvm,
                      mode),
                  this));
    }

    WeakScaling.Point against(Measured first, MedianBootstrap bootstrap) {
      double moreWork = (double) problem.work() / first.problem.work();
      double perCore = (double) first.cores() / cores();
      double speedup = moreWork * first.figures.wallMedian() / figures.wallMedian();
      Optional<Interval> interval =
          equals(first)
              ? Optional.of(new Interval(1, 1))
              : bootstrap.ratio(first.figures.walls(), figures.walls());
      return new WeakScaling.Point(
          problem,
          figures,
          speedup,
          speedup * perCore,
          equals(first) ? interval : interval.map(ratio -> ratio.times(moreWork * perCore)));
    }
  }
}
