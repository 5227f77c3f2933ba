package hpc.scaling;

import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.commons.math3.stat.StatUtils;

/** The rows of one problem in one placement. */
final class PlacementSample {

  /** A baseline differs from itself by nothing, whatever its spread. */
  private static final Interval EXACTLY_ONE = new Interval(1, 1);

  private final Placement placement;
  private final List<RunRecord> runs;
  private final List<RunRecord> usable;
  private final List<Double> walls;
  private final OptionalDouble wallMedian;

  PlacementSample(Placement placement, List<RunRecord> runs) {
    this.placement = placement;
    this.runs = runs;
    this.usable = runs.stream().filter(RunRecord::usable).toList();
    this.walls = usable.stream().map(run -> run.times().wall().getAsDouble()).sorted().toList();
    this.wallMedian = median(run -> run.times().wall());
  }

  Placement placement() {
    return placement;
  }

  int runs() {
    return runs.size();
  }

  /** Whether the answers are right: no if one is wrong, yes if every one was found right. */
  Verdict verdict() {
    List<Verdict> verdicts = runs.stream().map(run -> run.outcome().verdict()).toList();
    if (verdicts.contains(Verdict.NO)) {
      return Verdict.NO;
    }
    return verdicts.contains(Verdict.UNCHECKED) ? Verdict.UNCHECKED : Verdict.YES;
  }

  int leftOut() {
    return runs.size() - usable.size();
  }

  boolean isUsable() {
    return !usable.isEmpty();
  }

  /** Wall times of the usable rows, ascending. */
  List<Double> walls() {
    return walls;
  }

  /** What processors the usable rows were measured on. */
  List<String> processors() {
    return usable.stream().map(run -> run.origin().cpuModel()).distinct().sorted().toList();
  }

  double wallMedian() {
    return wallMedian.orElseThrow();
  }

  /** The figures; speedup and what follows from it are against {@code baseline}. */
  PlacementFigures against(PlacementSample baseline, MedianBootstrap bootstrap) {
    double speedup = baseline.wallMedian() / wallMedian();
    Optional<Interval> speedupInterval =
        this == baseline ? Optional.of(EXACTLY_ONE) : bootstrap.ratio(baseline.walls, walls);
    double perCore = (double) baseline.placement.cores() / placement.cores();
    return new PlacementFigures(
        placement,
        usable.size(),
        leftOut(),
        walls,
        wallMedian(),
        bootstrap.median(walls),
        walls.getFirst(),
        walls.getLast(),
        median(run -> run.times().compute()),
        median(run -> run.times().communication()),
        median(run -> run.times().waiting()),
        median(run -> run.times().io()),
        median(run -> run.times().gc()),
        median(run -> run.times().jit()),
        median(run -> run.conditions().energyJoules()),
        median(RunRecord::rate),
        max(run -> run.memory().rssPeak()),
        max(run -> run.memory().rssTotal()),
        speedup,
        speedupInterval,
        speedup * baseline.placement.cores() / placement.cores(),
        speedupInterval.map(interval -> interval.times(perCore)),
        serialFraction(speedup, 1 / perCore),
        EfficiencyFactors.between(seconds(), baseline.seconds()));
  }

  /** After Karp and Flatt. */
  private static OptionalDouble serialFraction(double speedup, double cores) {
    return cores > 1
        ? OptionalDouble.of((1 / speedup - 1 / cores) / (1 - 1 / cores))
        : OptionalDouble.empty();
  }

  /** What is not known falls to no phase. */
  private EfficiencyFactors.Seconds seconds() {
    return new EfficiencyFactors.Seconds(
        placement.cores(),
        wallMedian(),
        median(run -> run.times().compute()).orElse(0),
        median(run -> run.times().gc()).orElse(0),
        median(run -> run.times().communication()).orElse(0),
        median(run -> run.times().waiting()).orElse(0),
        median(run -> run.times().io()).orElse(0));
  }

  private OptionalDouble median(Function<RunRecord, OptionalDouble> figure) {
    double[] known =
        usable.stream()
            .map(figure)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .toArray();
    return known.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(StatUtils.percentile(known, 50));
  }

  private OptionalLong max(Function<RunRecord, OptionalLong> size) {
    return usable.stream()
        .map(size)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .max();
  }
}
