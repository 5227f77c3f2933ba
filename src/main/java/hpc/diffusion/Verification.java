package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Workload.Checking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges the field at the end of a run. All ranks call it together and come to the same verdict.
 *
 * <p>A finding NO decides; else a finding YES does; necessary conditions that hold, the maximum
 * principle and the conservation of heat, leave the answer unchecked.
 */
final class Verification {

  /**
   * What rounding does to a value in one step, over the largest value M: with {@code cx + cy <=
   * 1/2} the six operations of the kernel, none larger than 4 M, are off by less than 7 M 2^-53
   * together, and the weights by a few 2^-53 more. The exact scheme never lets an error grow, so
   * that the errors of all steps add up at most.
   */
  private static final double ROUNDING_PER_STEP = 0x1p-48;

  /** A mode decays as predicted to this, relative to its height. */
  private static final double MODE_TOLERANCE = 1e-12;

  /** The prediction itself is a power: its relative error grows with the exponent. */
  private static final double POWER_ROUNDING = 0x1p-50;

  /** Sampling the sine leaves this much of other modes, which may decay more slowly. */
  private static final double SAMPLE_ROUNDING = 0x1p-50;

  /** Half a unit of the sixth decimal, in which {@link Preset#CSC_HEAT_MEAN} is known. */
  private static final double SIX_DECIMALS = 0.5e-6;

  private record Finding(Verdict verdict, String evidence) {
    static Finding of(boolean holds, Verdict ifSo, String evidence) {
      return new Finding(holds ? ifSo : Verdict.NO, evidence);
    }
  }

  private final DiffusionProblem problem;
  private final Execution execution;
  private final Field field;
  private final Block block;

  /**
   * Looks at the field of a run.
   *
   * @param field share of this rank after the last step
   * @param block which share it is
   */
  Verification(DiffusionProblem problem, Execution execution, Field field, Block block) {
    this.problem = problem;
    this.execution = execution;
    this.field = field;
    this.block = block;
  }

  /** Checks the field, whose statistics are at hand; collective. */
  Outcome judge(FieldStatistics statistics, Checking checking) {
    List<Finding> findings = new ArrayList<>();
    findings.add(range(statistics));
    if (statistics.nonFinite() == 0) {
      knownMean(statistics, findings);
      decayOfMode(findings);
      if (checking == Checking.THOROUGH) {
        conservation(statistics, findings);
        findings.add(recomputation(statistics));
      }
    }
    Verdict verdict = Verdict.UNCHECKED;
    for (Verdict decisive : List.of(Verdict.YES, Verdict.NO)) {
      if (findings.stream().anyMatch(finding -> finding.verdict == decisive)) {
        verdict = decisive;
      }
    }
    return new Outcome(statistics.answer().toString(), verdict, evidence(findings, verdict));
  }

  /** What speaks for the verdict, or else all there is. */
  private static String evidence(List<Finding> findings, Verdict verdict) {
    List<String> all = findings.stream().map(Finding::evidence).toList();
    List<String> failed =
        findings.stream()
            .filter(finding -> finding.verdict == Verdict.NO)
            .map(Finding::evidence)
            .toList();
    return String.join(", ", verdict == Verdict.NO ? failed : all);
  }

  private Finding range(FieldStatistics statistics) {
    if (statistics.nonFinite() > 0) {
      return new Finding(Verdict.NO, statistics.nonFinite() + " points are not finite");
    }
    return switch (problem.scheme()) {
      case EXPLICIT -> maximumPrinciple(statistics);
      // large steps of the scheme overshoot beside an edge of the initial field: it has no such
      // principle, though no mode of the field ever grows
      case ADI ->
          new Finding(
              Verdict.UNCHECKED, "values %s to %s".formatted(statistics.min(), statistics.max()));
    };
  }

  private Finding maximumPrinciple(FieldStatistics statistics) {
    double slack = largest() * problem.steps() * ROUNDING_PER_STEP;
    boolean within =
        statistics.min() >= problem.lowest() - slack
            && statistics.max() <= problem.highest() + slack;
    String range =
        "values %s to %s %s the %s to %s they started from"
            .formatted(
                statistics.min(),
                statistics.max(),
                within ? "keep within" : "leave",
                problem.lowest(),
                problem.highest());
    return Finding.of(within, Verdict.UNCHECKED, range);
  }

  private void knownMean(FieldStatistics statistics, List<Finding> findings) {
    if (problem.equals(Preset.CSC_HEAT.problem())) {
      findings.add(
          Finding.of(
              Math.abs(statistics.mean() - Preset.CSC_HEAT_MEAN) <= SIX_DECIMALS,
              Verdict.YES,
              "mean "
                  + statistics.mean()
                  + " against "
                  + Preset.CSC_HEAT_MEAN
                  + " of CSC's program"));
    }
  }

  private void decayOfMode(List<Finding> findings) {
    problem
        .amplification()
        .ifPresent(factor -> {
          double height = StrictMath.pow(factor, (double) problem.steps());
          double tolerance =
              Math.max(MODE_TOLERANCE, problem.steps() * POWER_ROUNDING) * Math.abs(height)
                  + SAMPLE_ROUNDING;
          double error = largestDeviation(height);
          // a mode that has all but vanished cannot be told from no mode
          Verdict ifSo = Math.abs(height) > 1000 * tolerance ? Verdict.YES : Verdict.UNCHECKED;
          findings.add(
              Finding.of(
                  error <= tolerance,
                  ifSo,
                  "sine mode of height " + height + " as predicted but for " + error));
        });
  }

  /** The greatest distance of any point of any rank from {@code height} times its initial value. */
  private double largestDeviation(double height) {
    FieldLayout layout = field.layout();
    ScalarField.Rows initial = problem.initial().on(problem.grid(), problem.sides());
    double[] largest = new double[execution.ranges().threads()];
    execution
        .ranges()
        .split(
            0,
            layout.rows(),
            (worker, from, to) -> {
              double[] expected = new double[layout.columns()];
              double mine = 0;
              for (int row = (int) from; row < to; row++) {
                initial.fill(
                    block.firstRow() + row, block.firstColumn(), expected.length, expected, 0);
                int start = layout.index(row, 0);
                for (int j = 0; j < expected.length; j++) {
                  double deviation = Math.abs(field.now()[start + j] - height * expected[j]);
                  mine = Math.max(mine, deviation);
                }
              }
              largest[worker] = mine;
            });
    return execution.ranks().max(Arrays.stream(largest).max().orElse(0))[0];
  }

  private void conservation(FieldStatistics statistics, List<Finding> findings) {
    if (problem.sides().conserveHeat()) {
      double before = initialStatistics().mean();
      double change = Math.abs(statistics.mean() - before);
      findings.add(
          Finding.of(
              change <= largest() * problem.steps() * roundingPerStep(),
              Verdict.UNCHECKED,
              "mean " + before + " of the beginning kept but for " + change));
    }
  }

  /** Statistics of the field at time 0, which is filled anew into the array not in use. */
  private FieldStatistics initialStatistics() {
    field.fillNext(Start.of(problem).field(), block, execution.ranges());
    return FieldStatistics.of(field.next(), field.layout(), block, execution);
  }

  private Finding recomputation(FieldStatistics statistics) {
    return ReferenceSolver.refusal(problem)
        .map(reason -> new Finding(Verdict.UNCHECKED, reason))
        .orElseGet(() ->
            Finding.of(
                ReferenceSolver.checksum(problem) == statistics.checksum(),
                Verdict.YES,
                "every bit compared with a naive serial recomputation"));
  }

  /**
   * What rounding does to the heat in one step. With {@link Scheme#ADI} the differences are off by
   * their size, up to {@code 4 (cx + cy)} largest values, in a few operations; a residual of the
   * two solutions is a few 2^-53 of the matrix times the change. The change is no more than a few
   * times {@code 1 + cy} largest values after the first solution and fewer after the second.
   */
  private double roundingPerStep() {
    return switch (problem.scheme()) {
      case EXPLICIT -> ROUNDING_PER_STEP;
      case ADI -> ROUNDING_PER_STEP * (1 + problem.weightX()) * (1 + problem.weightY());
    };
  }

  private double largest() {
    return Math.max(Math.abs(problem.lowest()), Math.abs(problem.highest()));
  }
}
