package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Outcome.Verdict;
import hpc.exec.Workload.Checking;
import hpc.parallel.ForkJoinRanges;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffusionPhysicsTest {

  /** Printed by CSC's heat-equation (C++, MPI) for its default case after 500 steps. */
  private static final double CSC_MEAN = 59.281239;

  @Test
  void cscHeatHasThePublishedMeanOnAnyNumberOfThreads() {
    DiffusionProblem csc = Preset.CSC_HEAT.problem();
    Runs.Result serial = Runs.serial(csc);
    assertEquals(CSC_MEAN, serial.statistics().mean(), 0.5e-6);
    assertEquals(Verdict.YES, serial.outcome().verdict(), serial.outcome().evidence());
    for (int threads = 2; threads <= 3; threads++) {
      Runs.Result parallel = Runs.on(new ForkJoinRanges(threads), csc, Checking.CHEAP);
      assertEquals(serial, parallel);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'0', 1, 1",
    "'0', 3, 2",
    "'insulated', 1, 2",
    "'insulated', 0, 0",
    "'periodic', 2, 1",
    "'0,insulated,periodic,periodic', 2, 3",
    "'insulated,0,0,insulated', 1, 2"
  })
  void sineModeShrinksByTheFactorOfTheScheme(String sides, long kx, long ky) {
    DiffusionProblem problem =
        ProblemBuilder.start()
            .nx(61L)
            .ny(43L)
            .dx(0.02)
            .dy(0.03)
            .steps(300L)
            .sides(sides)
            .initial("sine:" + kx + "," + ky)
            .build();
    Runs.Result result = Runs.serial(problem);
    assertEquals(Verdict.YES, result.outcome().verdict(), result.outcome().evidence());

    double height = Math.pow(problem.amplification().getAsDouble(), (double) problem.steps());
    double peak =
        LongStream.range(0, 61).mapToDouble(i -> Math.abs(modeX(problem, i))).max().orElseThrow()
            * LongStream.range(0, 43)
                .mapToDouble(j -> Math.abs(modeY(problem, j)))
                .max()
                .orElseThrow();
    double measured = Math.max(-result.statistics().min(), result.statistics().max());
    assertEquals(1, measured / (height * peak), 1e-12);
  }

  private static double modeX(DiffusionProblem problem, long i) {
    return ((ScalarField.SineMode) problem.initial()).alongX(problem.grid(), problem.sides()).at(i);
  }

  private static double modeY(DiffusionProblem problem, long j) {
    return ((ScalarField.SineMode) problem.initial()).alongY(problem.grid(), problem.sides()).at(j);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "insulated", "periodic"})
  void halvingTheSpacingQuartersTheError(String sides) {
    double[] errors = new double[3];
    for (int level = 0; level < errors.length; level++) {
      errors[level] = errorAgainstTheContinuousSolution(sides, level);
    }
    for (int level = 1; level < errors.length; level++) {
      double order = Math.log(errors[level - 1] / errors[level]) / Math.log(2);
      assertTrue(order > 1.9 && order < 2.1, sides + ": order " + order);
    }
  }

  /**
   * A unit square, diffusivity 1, to time 0.02 with dt = dx^2 / 5: relative error of the height.
   */
  private static double errorAgainstTheContinuousSolution(String sides, int level) {
    int intervals = 20 << level;
    // between fixed sides the walls are points of their own
    long points = sides.equals("0") ? intervals - 1 : intervals;
    double spacing = 1.0 / intervals;
    double dt = spacing * spacing / 5;
    long steps = Math.round(0.02 / dt);
    DiffusionProblem problem =
        ProblemBuilder.start()
            .nx(points)
            .ny(points)
            .dx(spacing)
            .dy(spacing)
            .diffusivity(1.0)
            .dt(dt)
            .steps(steps)
            .sides(sides)
            .initial("sine:1,1")
            .build();
    double waveNumber = sides.equals("periodic") ? 2 * Math.PI : Math.PI;
    double exact = Math.exp(-2 * waveNumber * waveNumber * steps * dt);
    double peak = modeX(problem, 0) * modeY(problem, 0);
    double middle = modeX(problem, points / 2) * modeY(problem, points / 2);
    double measured = Runs.serial(problem).statistics().max() / Math.max(peak, middle);
    return Math.abs(measured / exact - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "insulated, 1, 1", "periodic, 1, 1",
    "insulated, 1, 7", "periodic, 1, 7",
    "insulated, 7, 5", "periodic, 7, 5",
    "insulated, 13, 207", "periodic, 13, 207",
    "insulated, 1000, 1", "periodic, 1000, 1"
  })
  void closedFieldsKeepTheirHeat(String sides, long nx, long ny) {
    Runs.Result result =
        Runs.verified(
            ProblemBuilder.start()
                .nx(nx)
                .ny(ny)
                .dy(0.02)
                .steps(200L)
                .sides(sides)
                .initial("disc:5,65,2.5")
                .build());
    assertEquals(Verdict.YES, result.outcome().verdict(), result.outcome().evidence());
    assertTrue(Runs.keptHeat(result), result.outcome()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "insulated", "periodic", "0.1,insulated,periodic,periodic"})
  void constantFieldStaysAsItIsToTheLastBit(String sides) {
    Runs.Result result =
        Runs.serial(
            ProblemBuilder.start()
                .nx(37L)
                .ny(53L)
                .dy(0.017)
                .sides(sides)
                .initial("disc:0.1,0.1")
                .build());
    assertEquals(0.1, result.statistics().min());
    assertEquals(0.1, result.statistics().max());
    assertEquals(0.1, result.statistics().mean());
  }

  @Test
  void heatFlowsFromTheFixedSideItIsNamedFor() {
    ProblemBuilder plate = ProblemBuilder.start().nx(9L).ny(9L).steps(1L).initial("disc:0,0");
    // one step of the largest stable dt with dx = dy: an edge point takes a quarter of its ghost
    double[] edges = new double[4];
    for (int side = 0; side < 4; side++) {
      String[] values = {"0", "0", "0", "0"};
      values[side] = "8";
      DiffusionProblem problem = plate.sides(String.join(",", values)).build();
      edges[side] = Runs.verified(problem).statistics().mean() * 81 / 9;
    }
    for (double edge : edges) {
      assertEquals(2, edge, 1e-14);
    }
  }

  @Test
  void fieldThatLeavesTheBoundsOfItsBeginningIsRefused() {
    Runs.Result result = afterWriting(1.5);
    assertEquals(Verdict.NO, result.outcome().verdict());
    assertTrue(result.outcome().evidence().contains("1.5 leave the -1.0 to 1.0"));
  }

  @Test
  void modeThatDecaysWronglyIsRefused() {
    Runs.Result result = afterWriting(0.5);
    assertEquals(Verdict.NO, result.outcome().verdict());
    assertTrue(result.outcome().evidence().startsWith("sine mode"));
  }

  @Test
  void fieldWithNaNsIsRefused() {
    Runs.Result result = afterWriting(Double.NaN);
    assertEquals(Verdict.NO, result.outcome().verdict());
    String evidence = result.outcome().evidence();
    assertTrue(evidence.startsWith("1 points are not finite after step "), evidence);
    assertTrue(Double.isNaN(DiffusionAnswer.parse(result.outcome().answer()).mean()));
  }

  /** One step of a kernel that is wrong: it writes {@code value} and nothing else. */
  private static Runs.Result afterWriting(double value) {
    Kernel scalar = new ScalarKernel();
    Kernel wrong =
        new Kernel() {
          @Override
          public String name() {
            return "wrong";
          }

          @Override
          public void update(
              double[] now,
              double[] next,
              int start,
              int rows,
              int columns,
              int stride,
              double cx,
              double cy) {
            next[start] = value;
          }

          @Override
          public void update(
              double[] now,
              double[] next,
              int start,
              int rows,
              int columns,
              int stride,
              double[] cx,
              double[] cy) {
            scalar.update(now, next, start, rows, columns, stride, cx, cy);
          }
        };
    return Runs.with(wrong, ProblemBuilder.start().nx(3L).ny(5L).steps(1L).build());
  }
}
