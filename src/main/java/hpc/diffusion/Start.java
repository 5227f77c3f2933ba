package hpc.diffusion;

import java.util.function.Supplier;

/**
 * Where a run begins.
 *
 * @param step time steps that the field has behind it
 * @param part which part of a run this is: 1, or more when it goes on from a checkpoint
 * @param field prepares what hands out the field after {@code step} steps, when there is room for
 *     it
 */
public record Start(long step, int part, Supplier<ScalarField.Rows> field) {

  /** The very beginning of {@code problem}. */
  static Start of(DiffusionProblem problem) {
    return new Start(0, 1, () -> problem.initial().on(problem.grid(), problem.sides()));
  }
}
