package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.exec.Outcome.Verdict;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class LayoutIndependenceTest {

  private static final List<String> SIDES =
      List.of(
          "20,70,85,5",
          "insulated",
          "periodic",
          "periodic,periodic,3,insulated",
          "insulated,7,periodic,periodic");

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "7, 5", "13, 207", "1000, 1", "4098, 33"})
  void awkwardSizesAgreeWithTheNaiveSolverAndOnThreeRanks(long nx, long ny) {
    for (String sides : SIDES) {
      DiffusionProblem problem = problem(nx, ny, 11, sides);
      Runs.Result serial = Runs.verified(problem);
      assertEquals(Verdict.YES, serial.outcome().verdict(), serial.outcome().evidence());
      int ranks = (int) Math.min(3, nx);
      for (Runs.Result rank : Runs.on(ranks, 2, problem, "vector")) {
        assertEquals(serial.statistics(), rank.statistics(), sides);
      }
    }
  }

  @Test
  void randomProblemsAndLayoutsGiveTheSameBits() {
    long seed = Long.getLong("hpc.test.seed", System.nanoTime());
    System.out.println("LayoutIndependenceTest: -Dhpc.test.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int[] rankCounts = {1, 2, 3, 4, 7};
    for (int trial = 0; trial < 120; trial++) {
      int ranks = rankCounts[random.nextInt(rankCounts.length)];
      int threads = 1 + random.nextInt(3);
      DiffusionProblem problem =
          problem(
              ranks + random.nextLong(40),
              1 + random.nextLong(90),
              1 + random.nextLong(25),
              SIDES.get(random.nextInt(SIDES.size())));
      FieldStatistics serial = Runs.serial(problem).statistics();
      String what = "seed " + seed + ": " + ranks + " x " + threads + ", " + problem;
      assertEquals(ReferenceSolver.checksum(problem), serial.checksum(), what);
      String kernel = random.nextBoolean() ? "scalar" : "vector";
      for (Runs.Result rank : Runs.on(ranks, threads, problem, kernel)) {
        assertEquals(serial, rank.statistics(), what);
      }
    }
  }

  @Test
  void everyRankGetsTheSameOutcome() {
    Stream<Runs.Result> results =
        Runs.on(4, 1, DiffusionProblem.builder().nx(41L).ny(9L).build(), "auto").stream();
    assertEquals(1, results.distinct().count());
  }

  private static DiffusionProblem problem(long nx, long ny, long steps, String sides) {
    return DiffusionProblem.builder()
        .nx(nx)
        .ny(ny)
        .dx(0.01)
        .dy(0.0137)
        .steps(steps)
        .sides(sides)
        .initial("gaussian:40,0.05,10")
        .build();
  }
}
