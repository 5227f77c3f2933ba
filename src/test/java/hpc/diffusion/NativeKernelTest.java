package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.nativecode.NativeLanguage;
import hpc.nativecode.Natives;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(1200)
class NativeKernelTest {

  private static final int[][] SIZES = {
    {1, 1}, {1, 2}, {2, 1}, {3, 5}, {1, 1000}, {1000, 1}, {7, 13}, {13, 207}, {64, 40}, {33, 1025}
  };

  private static final List<String> SIDES =
      List.of("20,70,85,5", "insulated", "periodic", "flux:3,flux:-2,flux:0.5,10");

  private final long seed = Long.getLong("hpc.test.seed", System.nanoTime());

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);

  @ParameterizedTest
  @EnumSource
  void everyRectangleHasTheBitsOfTheScalarKernel(NativeLanguage language) {
    Natives.require(language);
    Kernel kernel = Kernels.named(language.word());
    assertEquals(language.word(), kernel.name());
    for (int trial = 0; trial < 300; trial++) {
      int rows = 1 + random.nextInt(9);
      int columns = 1 + random.nextInt(trial % 2 == 0 ? 9 : 300);
      int stride = columns + 2 + random.nextInt(9);
      int start = stride + 1 + random.nextInt(stride - columns - 1);
      double[] now = random.doubles((rows + 2L) * stride, -1e3, 1e3).toArray();
      double[] cx = random.doubles(now.length, 0, 0.25).toArray();
      double[] cy = random.doubles(now.length, 0, 0.25).toArray();
      double[][] after = new double[4][now.length];
      Kernel scalar = new ScalarKernel();
      kernel.update(now, after[0], start, rows, columns, stride, cx[0], cy[0]);
      scalar.update(now, after[1], start, rows, columns, stride, cx[0], cy[0]);
      kernel.update(now, after[2], start, rows, columns, stride, cx, cy);
      scalar.update(now, after[3], start, rows, columns, stride, cx, cy);
      String where = "%s x %s, stride %s, seed %s".formatted(rows, columns, stride, seed);
      assertArrayEquals(after[1], after[0], where);
      assertArrayEquals(after[3], after[2], where);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLayoutHasTheBitsOfTheNaiveSolver(NativeLanguage language) {
    Natives.require(language);
    int compared = 0;
    for (int trial = 0; compared < 20; trial++) {
      assertTrue(trial < 70, "seed " + seed + ": most layouts are refused");
      int[] size = SIZES[random.nextInt(SIZES.length)];
      DiffusionProblem problem = problem(size[0], size[1], SIDES.get(random.nextInt(4)));
      int ranks = 1 + random.nextInt(3);
      int threads = 1 + random.nextInt(3);
      DiffusionWorkload workload =
          new DiffusionWorkload(
              problem,
              Kernels.named(language.word()),
              Decomposition.AUTO,
              new Blocking(OptionalInt.of(1 + random.nextInt(6)), OptionalInt.empty(), 1 << 16));
      try {
        List<Runs.Result> results = Runs.on(ranks, threads, workload);
        long expected = ReferenceSolver.checksum(problem);
        for (Runs.Result rank : results) {
          assertEquals(
              expected,
              rank.statistics().checksum(),
              () -> "%s, %s ranks, %s threads, seed %s".formatted(problem, ranks, threads, seed));
        }
        compared++;
      } catch (IllegalArgumentException refused) {
        // a field too small for so many ranks or so deep a halo
        assertTrue(refused.getMessage().startsWith("--"), refused.getMessage());
      }
    }
  }

  private DiffusionProblem problem(long nx, long ny, String sides) {
    ProblemBuilder plate =
        ProblemBuilder.start()
            .nx(nx)
            .ny(ny)
            .dx(0.01)
            .dy(0.0137)
            .steps(1 + random.nextLong(20))
            .sides(sides)
            .initial("gaussian:40,0.05,10");
    if (random.nextBoolean()) {
      plate.coefficient("disc:1,0.01,3");
    }
    if (random.nextBoolean()) {
      plate.source("disc:100,-20");
    }
    return plate.build();
  }

  @ParameterizedTest
  @EnumSource
  void whatReachesBeyondAnArrayIsRefused(NativeLanguage language) {
    Natives.require(language);
    Kernel kernel = Kernels.named(language.word());
    double[] now = new double[4 * 6];
    double[] next = new double[4 * 6];
    kernel.update(now, next, 7, 2, 4, 6, 0.1, 0.1);
    List<Runnable> wild =
        List.of(
            () -> kernel.update(now, next, 7, 3, 4, 6, 0.1, 0.1),
            () -> kernel.update(now, next, 1, 2, 4, 6, 0.1, 0.1),
            () -> kernel.update(now, new double[20], 7, 2, 4, 6, 0.1, 0.1),
            () -> kernel.update(now, next, 7, 2, 4, 6, now, new double[20]));
    for (Runnable update : wild) {
      assertThrows(IndexOutOfBoundsException.class, update::run);
    }
  }

  /** As a compiler makes it that is told to fuse nothing. */
  @Test
  void aKernelThatRoundsOtherwiseIsNoticed() {
    assertTrue(NativeKernel.agrees(new VectorKernel(), new ScalarKernel()));
    Kernel unfused =
        new Kernel() {
          @Override
          public String name() {
            return "unfused";
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
            for (int row = 0; row < rows; row++) {
              for (int i = start + row * stride; i < start + row * stride + columns; i++) {
                double alongX = now[i - stride] + now[i + stride] - 2 * now[i];
                double alongY = now[i - 1] + now[i + 1] - 2 * now[i];
                next[i] = now[i] + cy * alongY + cx * alongX;
              }
            }
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
            new ScalarKernel().update(now, next, start, rows, columns, stride, cx, cy);
          }
        };
    assertFalse(NativeKernel.agrees(unfused, new ScalarKernel()));
  }
}
