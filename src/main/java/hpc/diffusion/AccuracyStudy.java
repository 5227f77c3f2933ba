package hpc.diffusion;

import hpc.exec.Arguments;
import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome.Check;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.mpi.SingleProcess;
import hpc.parallel.SerialRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the order of accuracy: solves problems with a known solution on finer and finer grids,
 * or with shorter and shorter steps, and looks how fast the error falls.
 *
 * <p>On the unit square with diffusivities 1 along x and 1/2 along y, so that mixed-up axes show.
 * In space the time step shrinks along with the grid such that its error falls as fast as the
 * other: an order of 2 there needs both.
 */
final class AccuracyStudy {

  private static final double KX = 1;
  private static final double KY = 0.5;

  /** The time up to which modes are followed; they fall to three quarters. */
  private static final double TIME = 0.025;

  private static final double SIGMA = 0.06;

  /** In this time the bell widens by a third and is still nothing at the walls. */
  private static final double GAUSSIAN_TIME = TIME / 16;

  private static final int LEVELS = 3;
  private static final double TOLERANCE = 0.2;

  /** Explicit: the stability bound is dx^2 / 3 here. */
  private static final double EXPLICIT_STEP = 0.2;

  private interface Solution {
    double at(long row, long column);
  }

  private final Scheme scheme;
  private final Kernel kernel;

  AccuracyStudy(Scheme scheme, Kernel kernel) {
    this.scheme = scheme;
    this.kernel = kernel;
  }

  List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (String sides : List.of("0", "insulated", "periodic")) {
      String name = sides.equals("0") ? "fixed" : sides;
      checks.add(order("order in space, %s sides".formatted(name), 2, modes(sides)));
    }
    checks.add(order("order in space, Gaussian", 2, gaussians()));
    checks.add(order("order in time", scheme == Scheme.ADI ? 2 : 1, shorterSteps()));
    return checks;
  }

  private static Check order(String subject, int expected, double[] errors) {
    double order = Math.log(errors[LEVELS - 2] / errors[LEVELS - 1]) / Math.log(2);
    String all =
        Arrays.stream(errors)
            .mapToObj(error -> String.format(Locale.ROOT, "%.2e", error))
            .collect(Collectors.joining(", "));
    return new Check(
        subject,
        Math.abs(order - expected) <= TOLERANCE,
        false,
        String.format(
            Locale.ROOT, "%.3f, accepted: %d +- %s; errors %s", order, expected, TOLERANCE, all));
  }

  private double[] modes(String sides) {
    return errors(level -> {
      int intervals = 16 << level;
      DiffusionProblem problem = mode(sides, intervals, stepFor(1.0 / intervals, TIME / 4 * 16));
      double qx = modeX(problem).phasePerPoint() / problem.grid().dx();
      double qy = modeY(problem).phasePerPoint() / problem.grid().dy();
      return errorOfMode(problem, KX * qx * qx + KY * qy * qy);
    });
  }

  /** Against the exact solution in time of the equations that are discrete in space. */
  private double[] shorterSteps() {
    int intervals = 32;
    double longest = stepFor(1.0 / intervals, TIME / 4 * intervals);
    return errors(level -> {
      DiffusionProblem problem = mode("insulated", intervals, longest / (1 << level));
      double dx2 = problem.grid().dx() * problem.grid().dx();
      return errorOfMode(
          problem, (KX * modeX(problem).decay() + KY * modeY(problem).decay()) / dx2);
    });
  }

  private double[] gaussians() {
    return errors(level -> {
      int intervals = 32 << level;
      Bell x = Bell.after(KX, intervals);
      Bell y = Bell.after(KY, intervals);
      return error(
          DiffusionParameters.problem(
              square(intervals, intervals)
                  .with(DiffusionParameters.TIME, GAUSSIAN_TIME)
                  .with(DiffusionParameters.DT, stepFor(1.0 / intervals, GAUSSIAN_TIME / 4 * 32))
                  .with(DiffusionParameters.SIDES, "insulated")
                  .with(DiffusionParameters.INITIAL, "gaussian:1," + SIGMA)),
          (row, column) -> x.at(row) * y.at(column));
    });
  }

  private static double[] errors(IntToDoubleFunction errorOfLevel) {
    return IntStream.range(0, LEVELS).mapToDouble(errorOfLevel).toArray();
  }

  /** One factor of a widening Gaussian: its variance grows by 2 k t, its integral stays. */
  private record Bell(double variance, int points) {

    static Bell after(double k, int points) {
      return new Bell(SIGMA * SIGMA + 2 * k * GAUSSIAN_TIME, points);
    }

    double at(long index) {
      double distance = (index - 0.5 * (points - 1)) / points;
      return SIGMA / Math.sqrt(variance) * Math.exp(-0.5 * distance * distance / variance);
    }
  }

  /**
   * The time step on a grid.
   *
   * @param slope dt / dx of an implicit scheme
   */
  private double stepFor(double dx, double slope) {
    return scheme == Scheme.ADI ? slope * dx : EXPLICIT_STEP * dx * dx;
  }

  private DiffusionProblem mode(String sides, int intervals, double dt) {
    // between fixed sides the walls are points of their own
    int points = sides.equals("0") ? intervals - 1 : intervals;
    return DiffusionParameters.problem(
        square(points, intervals)
            .with(DiffusionParameters.TIME, TIME)
            .with(DiffusionParameters.DT, dt)
            .with(DiffusionParameters.SIDES, sides)
            .with(DiffusionParameters.INITIAL, "sine:1,1"));
  }

  private Arguments square(long points, int intervals) {
    return Arguments.NONE
        .with(DiffusionParameters.NX, points)
        .with(DiffusionParameters.NY, points)
        .with(DiffusionParameters.DX, 1.0 / intervals)
        .with(DiffusionParameters.DY, 1.0 / intervals)
        .with(DiffusionParameters.KX, KX)
        .with(DiffusionParameters.KY, KY)
        .with(DiffusionParameters.SCHEME, scheme);
  }

  private double errorOfMode(DiffusionProblem problem, double rate) {
    EigenMode x = modeX(problem);
    EigenMode y = modeY(problem);
    double height = Math.exp(-rate * TIME);
    return error(problem, (row, column) -> height * x.at(row) * y.at(column));
  }

  private static EigenMode modeX(DiffusionProblem problem) {
    return ((ScalarField.SineMode) problem.initial()).alongX(problem.grid(), problem.sides());
  }

  private static EigenMode modeY(DiffusionProblem problem) {
    return ((ScalarField.SineMode) problem.initial()).alongY(problem.grid(), problem.sides());
  }

  /** The greatest distance of any point from the solution after the last step. */
  private double error(DiffusionProblem problem, Solution exact) {
    Distance distance = new Distance(problem.steps(), exact);
    try (Execution serial = new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess())) {
      new DiffusionWorkload(problem, kernel)
          .watchedBy(List.of(distance), _ -> {})
          .prepare(serial)
          .solve(new PhaseClock(System::nanoTime));
    }
    return distance.largest;
  }

  private static final class Distance implements Observer {

    private final long last;
    private final Solution exact;
    private double largest;

    Distance(long last, Solution exact) {
      this.last = last;
      this.exact = exact;
    }

    @Override
    public long next(long step) {
      return last;
    }

    @Override
    public boolean look(FieldView field, Execution execution, PhaseClock clock) {
      clock.in(
          Phase.COMPUTE,
          () -> {
            for (int i = 0; i < field.rows(); i++) {
              for (int j = 0; j < field.columns(); j++) {
                largest = Math.max(largest, Math.abs(field.at(i, j) - exact.at(i, j)));
              }
            }
          });
      return true;
    }
  }
}
