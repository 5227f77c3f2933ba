package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome.Verdict;
import hpc.exec.PhaseClock;
import hpc.mpi.SingleProcess;
import hpc.parallel.SerialRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdiPhysicsTest {

  private static ProblemBuilder adi(long nx, long ny, String sides) {
    return ProblemBuilder.start().scheme(Scheme.ADI).nx(nx).ny(ny).sides(sides);
  }

  /** The field of a serial run at time 0 and after every step, row by row. */
  private static List<double[]> history(DiffusionProblem problem) {
    List<double[]> fields = new ArrayList<>();
    Observer keeper =
        new Observer() {
          @Override
          public long next(long step) {
            return step;
          }

          @Override
          public boolean look(FieldView field, Execution execution, PhaseClock clock) {
            double[] copy = new double[field.rows() * field.columns()];
            for (int row = 0; row < field.rows(); row++) {
              field.copy(row, 0, field.columns(), copy, row * field.columns());
            }
            return fields.add(copy);
          }
        };
    DiffusionWorkload watched =
        new DiffusionWorkload(problem, new ScalarKernel()).watchedBy(List.of(keeper), _ -> {});
    try (Execution execution =
        new Execution(Mode.SERIAL, new SerialRanges(), new SingleProcess())) {
      watched.prepare(execution).solve(new PhaseClock(System::nanoTime));
    }
    return fields;
  }

  private static ScalarField.Sampled noise(int nx, int ny) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    double[] values = random.doubles((long) nx * ny, -1, 1).toArray();
    return new ScalarField.Sampled(
        "noise",
        nx,
        ny,
        -1,
        1,
        (row, column, count, to, offset) ->
            System.arraycopy(values, (int) (row * ny + column), to, offset, count));
  }

  private static double norm(double[] values) {
    return Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
  }

  /** How the height of mode 1, 1 has changed. */
  private static double decay(DiffusionProblem problem) {
    List<double[]> fields = history(problem);
    return norm(fields.getLast()) / norm(fields.getFirst());
  }

  /** A unit square, diffusivity 1; between fixed sides the walls are points of their own. */
  private static ProblemBuilder square(String sides, int intervals) {
    long points = sides.equals("0") ? intervals - 1 : intervals;
    return adi(points, points, sides)
        .dx(1.0 / intervals)
        .dy(1.0 / intervals)
        .diffusivity(1.0)
        .initial("sine:1,1");
  }

  private static double waveNumber(String sides) {
    return sides.equals("periodic") ? 2 * Math.PI : Math.PI;
  }

  private static void assertSecondOrder(double[] errors, String what) {
    for (int level = 1; level < errors.length; level++) {
      double order = Math.log(errors[level - 1] / errors[level]) / Math.log(2);
      assertTrue(order > 1.9 && order < 2.1, what + ": order " + order);
    }
  }

  /** Against the solution that is exact in time, on a grid that stays as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "insulated", "periodic"})
  void halvingTheTimeStepQuartersTheError(String sides) {
    double time = 0.1;
    double[] errors = new double[4];
    for (int level = 0; level < errors.length; level++) {
      DiffusionProblem problem = square(sides, 32).time(time).dt(time / (20 << level)).build();
      double sine = Math.sin(waveNumber(sides) / 32 / 2);
      double exact = Math.exp(-2 * 4 * 32 * 32 * sine * sine * time);
      errors[level] = Math.abs(decay(problem) / exact - 1);
    }
    assertSecondOrder(errors, sides);
  }

  /** Against the solution that is exact in space too, with a time step too small to matter. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "insulated", "periodic"})
  void halvingTheSpacingQuartersTheError(String sides) {
    assertSecondOrder(errorsOfSpacings(sides, _ -> 1e-4), sides);
  }

  /** Where an explicit step has to be quartered. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "insulated", "periodic"})
  void halvingBothQuartersTheError(String sides) {
    assertSecondOrder(errorsOfSpacings(sides, intervals -> 0.02 / intervals), sides);
  }

  private static double[] errorsOfSpacings(String sides, IntToDoubleFunction dt) {
    double time = 0.02;
    double exact = Math.exp(-2 * waveNumber(sides) * waveNumber(sides) * time);
    return IntStream.range(0, 3)
        .map(level -> 20 << level)
        .mapToDouble(intervals -> {
          DiffusionProblem problem =
              square(sides, intervals).time(time).dt(dt.applyAsDouble(intervals)).build();
          return Math.abs(decay(problem) / exact - 1);
        })
        .toArray();
  }

  /**
   * No mode grows, so that the norm falls at least as fast as that of the most stubborn mode. The
   * explicit scheme would multiply that by 200 or 2000 in every step.
   */
  @ParameterizedTest
  @CsvSource({"0, 100", "0, 1000", "insulated, 100", "periodic, 1000", "'0,insulated,0,0', 100"})
  void noiseDecaysFarBeyondTheExplicitBound(String sides, double timesTheBound) {
    Grid grid = new Grid(33, 20, 0.01, 0.01);
    double dt = timesTheBound * Medium.uniform(0.5).largestStableDt(grid);
    DiffusionProblem problem = adi(33, 20, sides).initial(noise(33, 20)).dt(dt).steps(300L).build();
    double slowest = sides.startsWith("0") ? stubbornest(problem) : 1;
    List<double[]> fields = history(problem);
    for (int step = 1; step < fields.size(); step++) {
      double before = norm(fields.get(step - 1));
      assertTrue(norm(fields.get(step)) <= before * slowest * (1 + 1e-12), "step " + step);
    }
    assertEquals(301, fields.size());
    assertTrue(norm(fields.getLast()) < 0.5 * norm(fields.getFirst()));
  }

  /** The greatest factor of any mode, by the formula of the scheme. */
  private static double stubbornest(DiffusionProblem problem) {
    return IntStream.rangeClosed(1, 33)
        .boxed()
        .flatMap(kx -> IntStream.rangeClosed(1, 20).mapToObj(ky -> "sine:" + kx + "," + ky))
        .mapToDouble(mode ->
            adi(33, 20, problem.sides().toString())
                .dt(problem.dt())
                .initial(mode)
                .build()
                .amplification()
                .orElseThrow())
        .map(Math::abs)
        .max()
        .orElseThrow();
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
        adi(61, 43, sides).dx(0.02).dy(0.03).steps(20L).initial("sine:" + kx + "," + ky).build();
    Runs.Result result = Runs.serial(problem);
    assertEquals(Verdict.YES, result.outcome().verdict(), result.outcome().evidence());
    assertTrue(result.outcome().evidence().contains("sine mode of height"));
    double height = Math.pow(problem.amplification().getAsDouble(), 20);
    assertEquals(1, decay(problem) / height, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({
    "insulated, 1, 1", "periodic, 1, 1",
    "insulated, 7, 5", "periodic, 7, 5",
    "insulated, 13, 207", "periodic, 13, 207",
    "insulated, 1000, 1", "periodic, 1000, 1"
  })
  void closedFieldsKeepTheirHeat(String sides, long nx, long ny) {
    for (double dt : new double[] {1e-3, 1}) {
      Runs.Result result =
          Runs.verified(
              adi(nx, ny, sides).dy(0.02).dt(dt).steps(100L).initial("disc:5,65,2.5").build());
      assertEquals(Verdict.YES, result.outcome().verdict(), result.outcome().evidence());
      assertTrue(Runs.keptHeat(result), result.outcome()::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "insulated", "periodic", "0.1,insulated,periodic,periodic"})
  void constantFieldStaysAsItIsToTheLastBit(String sides) {
    FieldStatistics end =
        Runs.serial(adi(37, 53, sides).dy(0.017).initial("uniform:0.1").build()).statistics();
    assertEquals(0.1, end.min());
    assertEquals(0.1, end.max());
  }

  @Test
  void steadyStateIsThatOfTheExplicitScheme() {
    ProblemBuilder plate =
        adi(20, 15, "85,5,20,70").initial("disc:5,65").steady(1e-8).steps(1_000_000L);
    List<double[]> implicit = history(plate.build());
    List<double[]> explicit = history(plate.scheme(Scheme.EXPLICIT).build());
    assertTrue(implicit.size() < explicit.size());
    assertTrue(explicit.size() < 1_000_000);
    assertArrayEquals(explicit.getLast(), implicit.getLast(), 5 * 1e-10);
  }

  /** The two half steps as they stand in the textbook, each line solved by full elimination. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "85,5,20,70",
        "insulated",
        "periodic",
        "3,flux:60,periodic,periodic",
        "flux:9,4,flux:-8,1"
      })
  void changeOfAStepIsThatOfTwoHalfSteps(String sides) {
    DiffusionProblem problem =
        adi(9, 7, sides)
            .dy(0.013)
            .kx(0.5)
            .ky(0.9)
            .initial(noise(9, 7))
            .source("gaussian:50,0.03")
            .dt(0.002)
            .steps(5L)
            .build();
    double[] expected = history(problem).getFirst().clone();
    for (int step = 0; step < problem.steps(); step++) {
      expected = TextbookAdi.step(problem, expected);
    }
    assertArrayEquals(expected, history(problem).getLast(), 1e-12 * 85);
  }
}
