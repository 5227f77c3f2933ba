package hpc.diffusion;

/**
 * The half steps of Peaceman and Rachford (1955), each a system of equations for all points that is
 * solved by elimination, with no thought for its structure. The field lies row by row.
 */
final class TextbookAdi {

  private TextbookAdi() {}

  /** The field one step later. */
  static double[] step(DiffusionProblem problem, double[] field) {
    double x = problem.weightX() / 2;
    double y = problem.weightY() / 2;
    return halfStep(problem, halfStep(problem, field, x, 0, 0, y), 0, y, x, 0);
  }

  /** {@code (1 - leftX X - leftY Y) u = (1 + rightX X + rightY Y) field + dt/2 q}. */
  private static double[] halfStep(
      DiffusionProblem problem,
      double[] field,
      double leftX,
      double leftY,
      double rightX,
      double rightY) {
    int n = field.length;
    double[] none = new double[n];
    // what the sides add is the difference of a field of zeros
    double[] sides = difference(problem, none, leftX, leftY);
    double[] explicit = difference(problem, field, rightX, rightY);
    double[][] system = new double[n][n + 1];
    for (int column = 0; column < n; column++) {
      double[] unit = new double[n];
      unit[column] = 1;
      double[] image = difference(problem, unit, leftX, leftY);
      for (int row = 0; row < n; row++) {
        system[row][column] = unit[row] - (image[row] - sides[row]);
      }
    }
    double[] heat = new double[n];
    problem
        .source()
        .ifPresent(source -> {
          int ny = (int) problem.grid().ny();
          ScalarField.Rows rows = source.on(problem.grid(), problem.sides());
          for (int row = 0; row < n / ny; row++) {
            rows.fill(row, 0, ny, heat, row * ny);
          }
        });
    for (int row = 0; row < n; row++) {
      system[row][n] = field[row] + explicit[row] + sides[row] + problem.dt() / 2 * heat[row];
    }
    return solve(system);
  }

  private static double[] difference(DiffusionProblem problem, double[] u, double x, double y) {
    Grid grid = problem.grid();
    Boundaries sides = problem.sides();
    int ny = (int) grid.ny();
    int nx = (int) grid.nx();
    double spacingX = grid.dx() / problem.medium().kx();
    double spacingY = grid.dy() / problem.medium().ky();
    double[] result = new double[u.length];
    for (int i = 0; i < nx; i++) {
      for (int j = 0; j < ny; j++) {
        int at = i * ny + j;
        double above = i > 0 ? u[at - ny] : ghost(sides.top(), u, at, (nx - 1) * ny + j, spacingX);
        double below = i < nx - 1 ? u[at + ny] : ghost(sides.bottom(), u, at, j, spacingX);
        double before = j > 0 ? u[at - 1] : ghost(sides.left(), u, at, at + ny - 1, spacingY);
        double after = j < ny - 1 ? u[at + 1] : ghost(sides.right(), u, at, i * ny, spacingY);
        result[at] = x * (above - 2 * u[at] + below) + y * (before - 2 * u[at] + after);
      }
    }
    return result;
  }

  private static double ghost(Boundary side, double[] u, int edge, int opposite, double spacing) {
    return switch (side) {
      case Boundary.Fixed fixed -> fixed.value();
      case Boundary.Insulated _ -> u[edge];
      case Boundary.Flux flux -> u[edge] + flux.heat() * spacing;
      case Boundary.Periodic _ -> u[opposite];
    };
  }

  /** Gauss and Jordan; diagonally dominant, so that no pivot has to be sought. */
  private static double[] solve(double[][] system) {
    int n = system.length;
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = 0; row < n; row++) {
        double factor = row == pivot ? 0 : system[row][pivot] / system[pivot][pivot];
        for (int column = pivot; column <= n; column++) {
          system[row][column] -= factor * system[pivot][column];
        }
      }
    }
    double[] solution = new double[n];
    for (int row = 0; row < n; row++) {
      solution[row] = system[row][n] / system[row][row];
    }
    return solution;
  }
}
