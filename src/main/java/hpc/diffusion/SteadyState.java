package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import java.util.Arrays;
import java.util.Optional;

/**
 * Ends a run when no point changes faster than a tolerance, in field value per time: a shorter step
 * changes less and ends no sooner. It looks at fixed steps, whatever the layout, so that every
 * layout ends at the same one, and at the last.
 */
final class SteadyState implements Observer {

  /** A look reads both arrays, as much memory as a sweep of many steps: so it is rare. */
  static final int EVERY = 100;

  /** Heat that adds up to less than this of itself is taken to be none. */
  private static final double ROUNDING_OF_SUM = 1e-9;

  private final double tolerance;
  private final double dt;
  private final long start;
  private final long last;
  private double rate = Double.NaN;

  /**
   * Ends a run of {@code problem} when it is as steady as that asks for.
   *
   * @param start steps behind the field at the start; how much the last of them changed is not
   *     known
   */
  SteadyState(DiffusionProblem problem, long start) {
    this.tolerance = problem.steady().orElseThrow();
    this.dt = problem.dt();
    this.start = start;
    this.last = problem.steps();
  }

  /**
   * Refuses a problem that never becomes steady: no side fixes a value, and more heat enters than
   * leaves.
   *
   * @throws IllegalArgumentException naming {@code --steady}
   */
  static void requireExists(DiffusionProblem problem) {
    if (problem.steady().isEmpty() || !problem.sides().fixNoValue()) {
      return;
    }
    Grid grid = problem.grid();
    double net = 0;
    double gross = 0;
    for (double heat : heatOfSides(problem)) {
      net += heat;
      gross += Math.abs(heat);
    }
    if (problem.source().isPresent()) {
      ScalarField.Rows rows = problem.source().get().on(grid, problem.sides());
      double[] row = new double[(int) grid.ny()];
      for (long i = 0; i < grid.nx(); i++) {
        rows.fill(i, 0, row.length, row, 0);
        net += Arrays.stream(row).sum() / grid.points();
        gross += Arrays.stream(row).map(Math::abs).sum() / grid.points();
      }
    }
    if (Math.abs(net) > ROUNDING_OF_SUM * gross) {
      throw new IllegalArgumentException(
          "--steady %s: there is no steady state, the mean changes by %s per time for ever; accepted: heat that adds up to 0, or a side that fixes a value"
              .formatted(problem.steady().getAsDouble(), net));
    }
  }

  private static double[] heatOfSides(DiffusionProblem problem) {
    double height = problem.grid().nx() * problem.grid().dx();
    double width = problem.grid().ny() * problem.grid().dy();
    Boundaries sides = problem.sides();
    return new double[] {
      sides.top().heat() / height,
      sides.bottom().heat() / height,
      sides.left().heat() / width,
      sides.right().heat() / width
    };
  }

  /**
   * The steps after which {@code problem} is steady unless rounding keeps it from that: twice as
   * many as its slowest mode needs to fall from the fastest change that is possible at the
   * beginning to the tolerance.
   */
  static long mostSteps(DiffusionProblem problem) {
    Grid grid = problem.grid();
    double highest = problem.medium().highest();
    double fastest =
        (problem.highest() - problem.lowest())
                * 4
                * highest
                * (problem.weightX() + problem.weightY())
                / problem.dt()
            + problem.source().map(heat -> Math.max(-heat.lowest(), heat.highest())).orElse(0.0);
    for (double heat : heatOfSides(problem)) {
      fastest += Math.abs(heat) * Math.max(grid.nx(), grid.ny());
    }
    double decay =
        Math.min(
            slowest(problem.weightX(), grid.nx(), problem),
            slowest(problem.weightY(), grid.ny(), problem));
    double toFall =
        Math.log1p(fastest / problem.steady().getAsDouble() * Math.sqrt((double) grid.points()));
    double steps = 2 * Math.ceil(toFall / decay) + 2.0 * EVERY;
    long most = Long.MAX_VALUE / grid.points();
    return steps < (double) most ? (long) steps : most;
  }

  /** The least part of its height that a mode along an axis of {@code n} points loses in a step. */
  private static double slowest(double weight, long n, DiffusionProblem problem) {
    double k = problem.medium().coefficient().map(ScalarField::lowest).orElse(1.0);
    double sine = StrictMath.sin(Math.PI / (4.0 * n + 2));
    double slow = 4 * weight * k * sine * sine;
    return switch (problem.scheme()) {
      case EXPLICIT -> slow;
      // its shortest waves hardly decay where steps are long
      case ADI -> Math.min(slow / (1 + slow / 2), 2 / (1 + 2 * weight));
    };
  }

  @Override
  public long next(long step) {
    long regular = Math.ceilDiv(Math.max(step, start + 1), EVERY) * EVERY;
    return step <= last && regular > last ? last : regular;
  }

  @Override
  public boolean look(FieldView field, Execution execution, PhaseClock clock) {
    if (field.step() > start) {
      clock.in(Phase.COMPUTE, () -> rate = field.largestChange(execution) / dt);
    }
    // a field that is not finite has no steady state
    return !(rate <= tolerance);
  }

  /** Why a run that has done all its steps is not steady; empty if it is. */
  Optional<String> shortfall() {
    return rate <= tolerance
        ? Optional.empty()
        : Optional.of(
            "--steady %s: not reached after %s steps, time %s: a point still changes by %s per time; accepted: more --steps or none, or a smaller --dt"
                .formatted(
                    tolerance, last, last * dt, Double.isNaN(rate) ? "an unknown amount" : rate));
  }
}
