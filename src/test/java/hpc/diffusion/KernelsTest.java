package hpc.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "7, 5", "13, 207", "1000, 1", "33, 4098", "9, 8", "3, 320"})
  void kernelsAgreeInEveryBitAndWriteOnlyTheirRows(int rows, int columns) {
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(31L * rows + columns);
    FieldLayout layout = FieldLayout.of(new Grid(rows, columns, 1, 1), rows);
    double[] now = random.doubles(layout.length(), -1e3, 1e3).toArray();
    int fromRow = random.nextInt(rows);
    int toRow = fromRow + 1 + random.nextInt(rows - fromRow);
    assertArrayEquals(
        updated("scalar", now, layout, fromRow, toRow),
        updated("vector", now, layout, fromRow, toRow));
  }

  private static double[] updated(
      String kernel, double[] now, FieldLayout layout, int fromRow, int toRow) {
    double[] next = new double[layout.length()];
    Kernels.named(kernel).update(now, next, layout, fromRow, toRow, 0.21, 0.17);
    for (int i = 0; i < next.length; i++) {
      boolean outside =
          i < layout.index(fromRow, 0)
              || i >= layout.index(toRow - 1, layout.columns())
              || (i - 1) % layout.stride() >= layout.columns()
              || i % layout.stride() == 0;
      if (outside) {
        assertEquals(0, next[i], "point " + i);
      }
    }
    return next;
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
    assertEquals("--kernel gpu: accepted: auto, scalar, vector", message);
  }
}
