package hpc.scaling;

import static java.util.Comparator.comparing;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.exec.Problem;
import hpc.scaling.ComparedPoint.Finding;
import hpc.scaling.MedianBootstrap.Ratio;
import hpc.table.Numbers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * Two sets of results, of two versions or two clusters, point by point.
 *
 * <p>Points match by app, algorithm, kernel, problem, compared JVM flags and placement. Processor,
 * host and version are what may differ between the sets, but processors not within one.
 *
 * @param a the first set
 * @param b the second set
 * @param points by app, algorithm, kernel, size and cores
 * @param mean geometric mean of the ratios, over the points that have an interval, or over all that
 *     have a ratio where none has one; empty without a ratio
 * @param meanInterval its interval; empty if no point has one
 * @param meanOf how many ratios the mean is of
 * @param warnings one line for each point with rows left out or on several processors, and each
 *     problem whose answers differ
 */
public record Comparison(
    MeasuredSet a,
    MeasuredSet b,
    List<ComparedPoint> points,
    OptionalDouble mean,
    Optional<Interval> meanInterval,
    int meanOf,
    List<String> warnings) {

  private static final Comparator<ComparedPoint> BY_PROBLEM =
      comparing(ComparedPoint::problem, Aggregation.BY_PROBLEM)
          .thenComparing(ComparedPoint::jvm)
          .thenComparing(ComparedPoint::placement, Aggregation.BY_CORES);

  /** Copies the lists. */
  public Comparison {
    points = List.copyOf(points);
    warnings = List.copyOf(warnings);
  }

  /**
   * Compares two sets.
   *
   * @param nameOfA what the first is called
   * @param nameOfB what the second is called
   */
  public static Comparison of(
      String nameOfA, List<RunRecord> a, String nameOfB, List<RunRecord> b) {
    MedianBootstrap bootstrap = new MedianBootstrap();
    List<ComparedPoint> points = points(a, b, bootstrap);
    List<ComparedPoint> judged =
        points.stream().filter(point -> point.finding().isJudged()).toList();
    List<ComparedPoint> averaged =
        judged.isEmpty()
            ? points.stream().filter(point -> point.ratio().isPresent()).toList()
            : judged;
    OptionalDouble logarithm =
        averaged.stream().mapToDouble(point -> Math.log(point.ratio().getAsDouble())).average();
    return new Comparison(
        MeasuredSet.of(nameOfA, a),
        MeasuredSet.of(nameOfB, b),
        points,
        logarithm.isPresent()
            ? OptionalDouble.of(Math.exp(logarithm.getAsDouble()))
            : OptionalDouble.empty(),
        bootstrap.geometricMean(
            judged.stream().map(point -> new Ratio(point.b().walls(), point.a().walls())).toList()),
        averaged.size(),
        warnings(points, a, b));
  }

  /** How many points have come to {@code finding}. */
  public long count(Finding finding) {
    return points.stream().filter(point -> point.finding() == finding).count();
  }

  /** How many points could be judged. */
  public int judged() {
    return (int) points.stream().filter(point -> point.finding().isJudged()).count();
  }

  private static List<ComparedPoint> points(
      List<RunRecord> a, List<RunRecord> b, MedianBootstrap bootstrap) {
    Map<Key, List<RunRecord>> ofA = byKey(a);
    Map<Key, List<RunRecord>> ofB = byKey(b);
    Map<Key, List<RunRecord>> all = new HashMap<>(ofB);
    all.putAll(ofA);
    List<ComparedPoint> points = new ArrayList<>();
    all.forEach((key, runs) -> {
      PlacementSample here = new PlacementSample(key.placement, ofA.getOrDefault(key, List.of()));
      PlacementSample there = new PlacementSample(key.placement, ofB.getOrDefault(key, List.of()));
      if (here.isUsable() || there.isUsable()) {
        points.add(ComparedPoint.of(runs.getFirst().problem(), key.jvm, here, there, bootstrap));
      }
    });
    points.sort(BY_PROBLEM);
    return points;
  }

  private static Map<Key, List<RunRecord>> byKey(List<RunRecord> runs) {
    Map<Key, List<RunRecord>> byKey = new LinkedHashMap<>();
    runs.forEach(run -> byKey.computeIfAbsent(Key.of(run), key -> new ArrayList<>()).add(run));
    return byKey;
  }

  private static List<String> warnings(
      List<ComparedPoint> points, List<RunRecord> a, List<RunRecord> b) {
    List<String> warnings = new ArrayList<>();
    for (ComparedPoint point : points) {
      warnOf(point, "A", point.a(), warnings);
      warnOf(point, "B", point.b(), warnings);
    }
    Set<RunRecord> both = new HashSet<>(a);
    both.retainAll(new HashSet<>(b));
    if (!both.isEmpty()) {
      warnings.add(
          Numbers.count(both.size(), "row")
              + (both.size() == 1 ? " stands" : " stand")
              + " in both sets");
    }
    List<RunRecord> all = new ArrayList<>(a);
    all.addAll(b);
    warnings.addAll(RowNotes.differingAnswers(all));
    // what is on several processors has been named, and is not compared
    Function<RunRecord, Object> median = run -> List.of(Key.of(run), run.origin().cpuModel());
    RowNotes.mixedMedians(a, median).forEach(line -> warnings.add("A: " + line));
    RowNotes.mixedMedians(b, median).forEach(line -> warnings.add("B: " + line));
    return warnings;
  }

  private static void warnOf(
      ComparedPoint point, String set, PlacementSample side, List<String> warnings) {
    String name = set + ": " + RowNotes.point(point.problem(), point.placement());
    RowNotes.leftOut(name, side.leftOut(), side.runs()).ifPresent(warnings::add);
    if (side.processors().size() > 1) {
      warnings.add(
          "%s: rows of %s processors (%s), not compared: give files of one"
              .formatted(name, side.processors().size(), String.join("; ", side.processors())));
    }
  }

  /** What rows of a point share. */
  private record Key(
      String app,
      String algorithm,
      String kernel,
      String problem,
      String jvm,
      Placement placement) {

    static Key of(RunRecord run) {
      Problem problem = run.problem();
      return new Key(
          problem.app(),
          problem.algorithm(),
          problem.kernel(),
          problem.canonical(),
          run.origin().jvmVariant(),
          run.placement());
    }
  }

  /**
   * One of two sets of results that are compared.
   *
   * @param name what the user calls it, the path of its files
   * @param rows how many
   * @param programs versions with their commits
   * @param processors names of processors
   * @param clusters names of clusters, or of hosts where there is none
   * @param last when the last row was measured; empty without rows
   */
  public record MeasuredSet(
      String name,
      int rows,
      List<String> programs,
      List<String> processors,
      List<String> clusters,
      Optional<Instant> last) {

    /** What {@code runs} have in common. */
    private static MeasuredSet of(String name, List<RunRecord> runs) {
      return new MeasuredSet(
          name,
          runs.size(),
          distinct(runs, RunMetadata::program),
          distinct(runs, RunMetadata::cpuModel),
          distinct(runs, RunMetadata::site),
          runs.stream().map(RunRecord::started).max(Instant::compareTo));
    }

    private static List<String> distinct(List<RunRecord> runs, Function<RunMetadata, String> word) {
      return runs.stream()
          .map(RunRecord::origin)
          .map(word)
          .filter(text -> !text.isEmpty())
          .distinct()
          .sorted()
          .toList();
    }
  }
}
