package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.exec.Execution;
import hpc.exec.Mode;
import hpc.exec.Outcome.Verdict;
import hpc.exec.Phase;
import hpc.exec.PhaseClock;
import hpc.mpi.ThreadRanks;
import hpc.parallel.SerialRanges;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(1200)
class LayoutIndependenceTest {

  private static final List<String> SIDES =
      List.of(
          "20,70,85,5",
          "insulated",
          "periodic",
          "periodic,periodic,3,insulated",
          "insulated,7,periodic,periodic",
          "flux:3,flux:-2,flux:0.5,10",
          "periodic,periodic,flux:1,insulated");

  private static final List<String> MEDIA = List.of("disc:1,0.01,3", "gaussian:2,0.03,0.1");

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

  /**
   * Kernel, steps per sweep and so depth of halos, width of tiles, threads, ranks, decomposition,
   * boundaries and steps, at random; sizes that fit no vector, no tile and no rank. What a layout
   * cannot do it refuses, in one line and on all ranks.
   */
  @Test
  void randomLayoutsOfAwkwardSizesGiveTheSameBits() {
    long seed = Long.getLong("hpc.test.seed", System.nanoTime());
    System.out.println("LayoutIndependenceTest: -Dhpc.test.seed=" + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int compared = 0;
    for (int trial = 0; compared < 100; trial++) {
      assertTrue(trial < 250, "seed " + seed + ": most layouts are refused");
      Trial drawn = Trial.draw(random);
      try {
        List<Runs.Result> ranks = Runs.on(drawn.ranks, drawn.threads, drawn.workload);
        long expected = ReferenceSolver.checksum(drawn.workload.diffusion());
        for (Runs.Result rank : ranks) {
          assertEquals(expected, rank.statistics().checksum(), "seed " + seed + ": " + drawn);
        }
        compared++;
      } catch (IllegalArgumentException refused) {
        assertTrue(refused.getMessage().startsWith("--"), refused.getMessage());
      }
    }
  }

  private record Trial(int ranks, int threads, String decomposition, DiffusionWorkload workload) {

    private static final int[][] SIZES = {
      {7, 5}, {5, 7}, {13, 207}, {1000, 1}, {1, 1000}, {4098, 33}, {33, 4098}, {64, 40}, {1, 1}
    };

    static Trial draw(RandomGenerator random) {
      int[] size = SIZES[random.nextInt(SIZES.length)];
      boolean large = size[0] * size[1] > 10_000;
      int alongX = 1 + random.nextInt(4);
      int alongY = 1 + random.nextInt(3);
      String[] decompositions = {"auto", "rows", alongX + "x" + alongY};
      String decomposition = decompositions[random.nextInt(decompositions.length)];
      OptionalInt steps =
          random.nextInt(3) == 0 ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(9));
      OptionalInt columns =
          random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(64));
      return new Trial(
          alongX * alongY,
          1 + random.nextInt(3),
          decomposition,
          new DiffusionWorkload(
              problem(
                  size[0],
                  size[1],
                  1 + random.nextLong(large ? 12 : 40),
                  SIDES.get(random.nextInt(SIDES.size())),
                  random),
              Kernels.named(random.nextBoolean() ? "scalar" : "vector"),
              Decomposition.parse(decomposition),
              new Blocking(steps, columns, 1 << 14 << random.nextInt(7))));
    }
  }

  @Test
  void everyRankGetsTheSameOutcome() {
    Stream<Runs.Result> results =
        Runs.on(4, 1, ProblemBuilder.start().nx(41L).ny(9L).build(), "auto").stream();
    assertEquals(1, results.distinct().count());
  }

  @Test
  void waitingIsBookedWhereThereIsAnotherRankToWaitFor() {
    // a periodic field has halos on one rank too: they are copied, nobody is waited for
    DiffusionProblem problem = problem(20, 20, 9, "periodic");
    for (int ranks = 1; ranks <= 2; ranks++) {
      boolean others = ranks > 1;
      for (PhaseClock clock : clocks(ranks, problem)) {
        assertEquals(others, clock.seconds(Phase.WAIT) > 0);
        assertTrue(clock.seconds(Phase.COMMUNICATION) > 0);
        assertTrue(clock.seconds(Phase.COMPUTE) > 0);
      }
    }
  }

  /** What the ranks booked, by a clock that goes on by a nanosecond whenever it is read. */
  private static List<PhaseClock> clocks(int ranks, DiffusionProblem problem) {
    return ThreadRanks.run(
        ranks,
        communicator -> {
          PhaseClock clock = new PhaseClock(new AtomicLong()::incrementAndGet);
          try (Execution execution = new Execution(Mode.MPI, new SerialRanges(), communicator)) {
            new DiffusionWorkload(problem, new ScalarKernel()).prepare(execution).solve(clock);
          }
          return clock;
        });
  }

  private static DiffusionProblem problem(long nx, long ny, long steps, String sides) {
    return plate(nx, ny, steps, sides).build();
  }

  /** With a medium and a source or without. */
  private static DiffusionProblem problem(
      long nx, long ny, long steps, String sides, RandomGenerator random) {
    ProblemBuilder plate = plate(nx, ny, steps, sides);
    if (random.nextBoolean()) {
      plate.kx(0.3).ky(1.1);
    }
    if (random.nextBoolean()) {
      plate.coefficient(MEDIA.get(random.nextInt(MEDIA.size())));
    }
    if (random.nextInt(3) == 0) {
      plate.source("disc:100,-20");
    }
    return plate.build();
  }

  private static ProblemBuilder plate(long nx, long ny, long steps, String sides) {
    return ProblemBuilder.start()
        .nx(nx)
        .ny(ny)
        .dx(0.01)
        .dy(0.0137)
        .steps(steps)
        .sides(sides)
        .initial("gaussian:40,0.05,10");
  }
}
