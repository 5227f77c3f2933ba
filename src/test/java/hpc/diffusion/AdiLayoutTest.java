package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hpc.exec.Outcome.Verdict;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(1200)
class AdiLayoutTest {

  private static final List<String> SIDES =
      List.of(
          "20,70,85,5",
          "insulated",
          "periodic",
          "periodic,periodic,3,insulated",
          "insulated,7,periodic,periodic",
          "7,insulated,insulated,-4",
          "1,2,periodic,periodic",
          "flux:3,flux:-2,flux:0.5,10",
          "periodic,periodic,flux:1,insulated");

  /** The last one is large enough for the ranks to work stripe by stripe. */
  private static final int[][] SIZES = {
    {7, 5},
    {5, 7},
    {13, 207},
    {1000, 1},
    {1, 1000},
    {4098, 33},
    {33, 4098},
    {64, 40},
    {1, 1},
    {2, 2},
    {1500, 300}
  };

  /** Kernel, threads, ranks, boundaries, source, step and steps at random, against naive lines. */
  @Test
  void randomLayoutsGiveTheBitsOfTheNaiveSolver() {
    long seed = Long.getLong("hpc.test.seed", System.nanoTime());
    System.out.println("AdiLayoutTest: -Dhpc.test.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int trial = 0; trial < 60; trial++) {
      int[] size = SIZES[random.nextInt(SIZES.length)];
      int ranks = Math.min(size[0], 1 + random.nextInt(5));
      int threads = 1 + random.nextInt(3);
      String kernel = random.nextBoolean() ? "scalar" : "vector";
      DiffusionProblem problem = drawn(random, size);
      String what =
          "seed %s: %s ranks, %s threads, %s, %s".formatted(seed, ranks, threads, kernel, problem);
      long expected = ReferenceSolver.checksum(problem);
      for (Runs.Result rank : Runs.on(ranks, threads, problem, kernel)) {
        assertEquals(expected, rank.statistics().checksum(), what);
      }
    }
  }

  private static DiffusionProblem drawn(RandomGenerator random, int[] size) {
    ProblemBuilder builder =
        problem(size[0], size[1], SIDES.get(random.nextInt(SIDES.size())))
            .dt(Math.pow(10, random.nextDouble(-6, 0)))
            .steps(1 + random.nextLong(size[0] * size[1] > 10_000 ? 4 : 20));
    if (random.nextInt(3) == 0) {
      builder.source("gaussian:7,0.1,-2");
    }
    return builder.build();
  }

  private static ProblemBuilder problem(long nx, long ny, String sides) {
    return ProblemBuilder.start()
        .scheme(Scheme.ADI)
        .nx(nx)
        .ny(ny)
        .dx(0.01)
        .dy(0.0137)
        .kx(0.5)
        .ky(0.8)
        .sides(sides)
        .initial("gaussian:40,0.05,10");
  }

  @ParameterizedTest
  @CsvSource({"13, 207, '20,70,85,5'", "7, 5, insulated", "64, 40, periodic"})
  void verificationComparesEveryBit(long nx, long ny, String sides) {
    Runs.Result result = Runs.verified(problem(nx, ny, sides).steps(9L).build());
    assertEquals(Verdict.YES, result.outcome().verdict(), result.outcome().evidence());
  }

  @Test
  void whatTheSchemeCannotDoIsRefused() {
    DiffusionProblem problem = problem(13, 20, "0").steps(2L).build();
    assertEquals(
        "--decomposition 2x2: cuts rows; accepted with --scheme adi: auto, rows or 4x1",
        refusal(problem, "2x2", Blocking.AUTO));
    assertEquals(
        "--block-steps 3: accepted with --scheme adi: 1",
        refusal(problem, "rows", new Blocking(OptionalInt.of(3), OptionalInt.empty(), 0)));
    assertEquals(
        "--block-columns 64: accepted with --scheme explicit",
        refusal(problem, "4x1", new Blocking(OptionalInt.of(1), OptionalInt.of(64), 0)));
    ProblemBuilder varying = problem(13, 20, "0").coefficient("gaussian:1,1,1");
    assertEquals(
        "--scheme adi with --coefficient: accepted: --scheme explicit",
        assertThrows(IllegalArgumentException.class, varying::build).getMessage());
  }

  private static String refusal(DiffusionProblem problem, String decomposition, Blocking blocking) {
    DiffusionWorkload workload =
        new DiffusionWorkload(
            problem, new ScalarKernel(), Decomposition.parse(decomposition), blocking);
    return assertThrows(IllegalArgumentException.class, () -> Runs.on(4, 1, workload)).getMessage();
  }
}
