package hpc.scaling;

import hpc.bench.Measure;
import hpc.bench.Measures;
import hpc.bench.Placement;
import hpc.bench.RunRecord;
import hpc.exec.Outcome.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/** The rows of one problem in one placement. */
public final class PlacementSample {

  /** A baseline differs from itself by nothing, whatever its spread. */
  private static final Interval EXACTLY_ONE = new Interval(1, 1);

  private final Placement placement;
  private final List<RunRecord> runs;
  private final List<RunRecord> usable;
  private final List<Double> walls;
  private final Measures measures;

  PlacementSample(Placement placement, List<RunRecord> runs) {
    this.placement = placement;
    this.runs = runs;
    this.usable = runs.stream().filter(RunRecord::usable).toList();
    this.walls = usable.stream().map(RunRecord::wallSeconds).sorted().toList();
    this.measures = measures();
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

  /** Rows that failed, gave a wrong answer, did not become steady or are parts of a run. */
  public int leftOut() {
    return runs.size() - usable.size();
  }

  boolean isUsable() {
    return !usable.isEmpty();
  }

  /** Wall times of the usable rows, ascending. */
  public List<Double> walls() {
    return walls;
  }

  /** What processors the usable rows were measured on. */
  public List<String> processors() {
    return usable.stream().map(run -> run.origin().cpuModel()).distinct().sorted().toList();
  }

  /** The median of the wall times; empty without a usable row. */
  public OptionalDouble median() {
    return measures.get(Measure.WALL);
  }

  double wallMedian() {
    return median().orElseThrow();
  }

  /** The figures; speedup and what follows from it are against {@code baseline}. */
  PlacementFigures against(PlacementSample baseline, MedianBootstrap bootstrap) {
    double speedup = baseline.wallMedian() / wallMedian();
    Optional<Interval> speedupInterval =
        this == baseline ? Optional.of(EXACTLY_ONE) : bootstrap.ratio(baseline.walls, walls);
    double perCore = (double) baseline.placement.cores() / placement.cores();
    return new PlacementFigures(
        placement,
        leftOut(),
        walls,
        bootstrap.median(walls),
        measures,
        median(known(RunRecord::rate)),
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
        measures.get(Measure.COMPUTE).orElse(0),
        measures.get(Measure.GC).orElse(0),
        measures.get(Measure.COMMUNICATION).orElse(0),
        measures.get(Measure.WAITING).orElse(0),
        measures.get(Measure.IO).orElse(0));
  }

  /** Of times and energies the median, of sizes the largest. */
  private Measures measures() {
    Map<Measure, Double> figures = new EnumMap<>(Measure.class);
    for (Measure measure : Measure.values()) {
      DoubleStream known = known(run -> run.measures().get(measure));
      OptionalDouble figure = measure.isBytes() ? known.max() : median(known);
      figure.ifPresent(value -> figures.put(measure, value));
    }
    return new Measures(figures);
  }

  private DoubleStream known(Function<RunRecord, OptionalDouble> figure) {
    return usable.stream().map(figure).flatMapToDouble(OptionalDouble::stream);
  }

  private static OptionalDouble median(DoubleStream known) {
    double[] values = known.toArray();
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(StatUtils.percentile(values, 50));
  }
}
