package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Outcome;
import hpc.exec.Outcome.Check;
import hpc.exec.Workload.Checking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the field at the end of a run. All ranks call it together and come to the same verdict.
 *
 * <p>A check that does not hold decides; else one that decides does; necessary conditions that
 * hold, the maximum principle and the conservation of heat, leave the answer unchecked.
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

  private final DiffusionProblem problem;
  private final Execution execution;
  private final Field field;
  private final FieldStatistics statistics;

  /**
   * Looks at the field of a run.
   *
   * @param problem what was solved, up to the step that was reached
   * @param field share of this rank after the last step
   */
  Verification(
      DiffusionProblem problem, Execution execution, Field field, FieldStatistics statistics) {
    this.problem = problem;
    this.execution = execution;
    this.field = field;
    this.statistics = statistics;
  }

  /**
   * Checks the field; collective.
   *
   * @param more what a thorough check adds that does not look at the field
   */
  Outcome judge(Checking checking, ModelProblems more) {
    List<Check> checks = new ArrayList<>();
    if (statistics.nonFinite() > 0) {
      String finding =
          "%s points are not finite after step %s"
              .formatted(statistics.nonFinite(), problem.steps());
      checks.add(new Check("finite", false, false, finding));
    } else {
      maximumPrinciple(checks);
      knownMean(checks);
      decayOfMode(checks);
      if (checking == Checking.THOROUGH) {
        conservation(checks);
        checks.add(recomputation());
        checks.addAll(more.checks(execution));
        notApplicable(checks);
      }
    }
    return Outcome.of(statistics.answer().toString(), checks);
  }

  /** Names the checks that do not apply to this problem, and why. */
  private static void notApplicable(List<Check> checks) {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put("maximum principle", "a source, a flux or the scheme may lead out of the range");
    reasons.put("published mean", "only --preset csc-heat as it stands has one");
    reasons.put("decay of the mode", "only a sine mode between cold sides decays as known");
    reasons.put("conservation of heat", "a side fixes a value, and heat passes it");
    checks.addAll(Check.notApplicable(checks, reasons));
  }

  private void maximumPrinciple(List<Check> checks) {
    if (problem.keepsWithinBounds()) {
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
      checks.add(new Check("maximum principle", within, false, range));
    }
  }

  private void knownMean(List<Check> checks) {
    if (problem.equals(Preset.CSC_HEAT.problem())) {
      boolean equal = Math.abs(statistics.mean() - Preset.CSC_HEAT_MEAN) <= SIX_DECIMALS;
      String finding =
          "mean %s against %s of CSC's program".formatted(statistics.mean(), Preset.CSC_HEAT_MEAN);
      checks.add(new Check("published mean", equal, true, finding));
    }
  }

  private void decayOfMode(List<Check> checks) {
    if (problem.amplification().isPresent()) {
      double factor = problem.amplification().getAsDouble();
      double height = StrictMath.pow(factor, (double) problem.steps());
      double tolerance =
          Math.max(MODE_TOLERANCE, problem.steps() * POWER_ROUNDING) * Math.abs(height)
              + SAMPLE_ROUNDING;
      double error = largestDeviation(height);
      // a mode that has all but vanished proves nothing
      boolean decides = Math.abs(height) > 1000 * tolerance;
      String finding = "sine mode of height " + height + " as predicted but for " + error;
      checks.add(new Check("decay of the mode", error <= tolerance, decides, finding));
    }
  }

  /** The greatest distance of any point of any rank from {@code height} times its initial value. */
  private double largestDeviation(double height) {
    FieldLayout layout = field.layout();
    Block block = layout.block();
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

  /** Where no side fixes a value the heat that has entered is known. */
  private void conservation(List<Check> checks) {
    if (problem.sides().fixNoValue()) {
      double before = meanOf(problem.initial());
      double perStep =
          problem.meanRisePerStep()
              + problem.source().map(heat -> problem.dt() * meanOf(heat)).orElse(0.0);
      double entered = perStep * problem.steps();
      double change = Math.abs(statistics.mean() - (before + entered));
      double slack = (largest() + Math.abs(entered)) * problem.steps() * roundingOfHeat();
      String finding =
          perStep == 0
              ? "mean " + before + " of the beginning kept but for " + change
              : "mean %s of the beginning and %s that entered kept but for %s"
                  .formatted(before, entered, change);
      checks.add(new Check("conservation of heat", change <= slack, false, finding));
    }
  }

  /** The mean of a field of the problem, which is filled into the array not in use; collective. */
  private double meanOf(ScalarField values) {
    field.fillNext(values.on(problem.grid(), problem.sides()), execution.ranges());
    return FieldStatistics.of(field.next(), field.layout(), execution).mean();
  }

  private static Check notRecomputed(String reason) {
    return new Check("recomputation", true, false, reason);
  }

  private Check recomputation() {
    Optional<String> refusal = ReferenceSolver.refusal(problem);
    if (refusal.isPresent()) {
      return notRecomputed(refusal.get());
    }
    try {
      return new Check(
          "recomputation",
          ReferenceSolver.checksum(problem) == statistics.checksum(),
          true,
          "every bit compared with a naive serial recomputation");
    } catch (OutOfMemoryError _) {
      return notRecomputed("not recomputed: the Java heap has no room for another field");
    }
  }

  /**
   * What rounding does to the heat in one step. With {@link Scheme#ADI} the differences are up to
   * {@code 4 (cx + cy)} largest values, and are off by that in a few operations; the residual of a
   * line that has been solved is a few 2^-53 of matrix times change, {@code 1 + 2 cx} times a few
   * {@code 1 + cy} largest values.
   */
  private double roundingOfHeat() {
    return switch (problem.scheme()) {
      case EXPLICIT -> ROUNDING_PER_STEP;
      case ADI -> ROUNDING_PER_STEP * (1 + problem.weightX()) * (1 + problem.weightY());
    };
  }

  private double largest() {
    double given = Math.max(Math.abs(problem.lowest()), Math.abs(problem.highest()));
    return Math.max(given, Math.max(Math.abs(statistics.min()), Math.abs(statistics.max())));
  }
}
