package hpc.diffusion;

/**
 * One time step on a rectangle of points of one share: a {@link Kernel} with the coefficients of
 * the problem.
 */
@FunctionalInterface
interface Stencil {

  /**
   * Writes {@code rows} times {@code columns} points of {@code next} from {@code now}; indices as
   * {@link FieldLayout#index} gives them.
   */
  void update(double[] now, double[] next, int start, int rows, int columns, int stride);

  /** The stencil of {@code problem} on one share; coefficients that vary are tabulated here. */
  static Stencil of(DiffusionProblem problem, Kernel kernel, Coefficients coefficients) {
    Stencil diffusion = diffusion(problem, kernel, coefficients);
    return problem
        .source()
        .map(heat -> heated(diffusion, kernel, coefficients.heat(heat)))
        .orElse(diffusion);
  }

  private static Stencil diffusion(
      DiffusionProblem problem, Kernel kernel, Coefficients coefficients) {
    if (problem.medium().coefficient().isEmpty()) {
      double cx = problem.weightX();
      double cy = problem.weightY();
      return (now, next, start, rows, columns, stride) ->
          kernel.update(now, next, start, rows, columns, stride, cx, cy);
    }
    ScalarField k = problem.medium().coefficient().get();
    double[] cx = coefficients.facesAbove(k);
    double[] cy = coefficients.facesLeft(k);
    return (now, next, start, rows, columns, stride) ->
        kernel.update(now, next, start, rows, columns, stride, cx, cy);
  }

  private static Stencil heated(Stencil diffusion, Kernel kernel, double[] heat) {
    return (now, next, start, rows, columns, stride) -> {
      diffusion.update(now, next, start, rows, columns, stride);
      kernel.add(heat, next, start, rows, columns, stride);
    };
  }
}
