package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "7, 5", "13, 207", "1000, 1", "33, 4098", "9, 8", "3, 320"})
  void kernelsAgreeInEveryBitAndWriteOnlyTheirRectangle(int rows, int columns) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(31L * rows + columns);
    int stride = columns + 2 + random.nextInt(9);
    double[] now = random.doubles((rows + 2L) * stride, -1e3, 1e3).toArray();
    int fromRow = random.nextInt(rows);
    int height = 1 + random.nextInt(rows - fromRow);
    int fromColumn = random.nextInt(columns);
    int width = 1 + random.nextInt(columns - fromColumn);
    int start = (fromRow + 1) * stride + fromColumn + 1;
    double[] scalar = updated("scalar", now, start, height, width, stride);
    assertArrayEquals(scalar, updated("vector", now, start, height, width, stride));
    for (int i = 0; i < scalar.length; i++) {
      int row = Math.floorDiv(i - start, stride);
      int column = Math.floorMod(i - start, stride);
      if (row < 0 || row >= height || column >= width) {
        assertEquals(0, scalar[i], "point " + i);
      }
    }
  }

  private static double[] updated(
      String kernel, double[] now, int start, int rows, int columns, int stride) {
    double[] next = new double[now.length];
    Kernels.named(kernel).update(now, next, start, rows, columns, stride, 0.21, 0.17);
    return next;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "7, 5", "13, 207", "1000, 1", "9, 8", "3, 320"})
  void kernelsAgreeWhereWeightsVaryAndHeatEnters(int rows, int columns) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(31L * rows + columns);
    int stride = columns + 2;
    double[] now = random.doubles((rows + 2L) * stride, -1e3, 1e3).toArray();
    double[] cx = random.doubles(now.length, 0.01, 0.2).toArray();
    double[] cy = random.doubles(now.length, 0.01, 0.2).toArray();
    double[] heat = random.doubles(now.length, -1, 1).toArray();
    double[][] after = new double[2][now.length];
    for (int i = 0; i < 2; i++) {
      Kernel kernel = Kernels.named(i == 0 ? "scalar" : "vector");
      kernel.update(now, after[i], stride + 1, rows, columns, stride, cx, cy);
      kernel.add(heat, after[i], stride + 1, rows, columns, stride);
    }
    assertArrayEquals(after[0], after[1]);
    // what one point loses its neighbour gains: with equal values nothing moves
    double[] same = new double[now.length];
    Arrays.fill(same, 0.1);
    double[] still = new double[now.length];
    Kernels.named("vector").update(same, still, stride + 1, rows, columns, stride, cx, cy);
    for (int row = 1; row <= rows; row++) {
      for (int column = 1; column <= columns; column++) {
        assertEquals(0.1, still[row * stride + column]);
      }
    }
  }

  @Test
  void autoTakesTheVectorKernelWhereThereIsOne() {
    // the tests run with the module; see the build
    assertInstanceOf(VectorKernel.class, Kernels.named("auto"));
  }

  @Test
  void unknownKernelIsRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Kernels.named("gpu")).getMessage();
    assertEquals("--kernel gpu: accepted: auto, scalar, vector, c, c-openmp, fortran", message);
  }
}
