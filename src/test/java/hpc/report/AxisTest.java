package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.drawing.Ticks.Tick;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

  @Test
  void equalFactorsAreEquallyFar() {
    PlotAxis axis = PlotAxis.cores(List.of(1.0, 6.0, 2.0, 24.0, 6.0), 24);
    assertEquals("1 2 6 24", labels(axis));
    assertEquals(axis.part(2) - axis.part(1), axis.part(12) - axis.part(6), 1e-12);
    assertTrue(axis.part(1) > 0 && axis.part(24) < 1, "marks are not cut");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1 2",
    "1, 97.5, 1 2 4 8 16 32 64 128",
    "0.3, 0.9, 0.25 0.5 1",
    "0.97, 2.1, 1 2"
  })
  void powersOfTwoCoverTheValues(double least, double most, String labels) {
    PlotAxis axis = PlotAxis.powersOfTwo("speedup", List.of(most, least));
    assertEquals(labels, labels(axis));
    assertTrue(axis.part(least) >= 0 && axis.part(most) <= 1);
  }

  @ParameterizedTest
  @CsvSource({
    "1e9, 1e10, 1e9 2e9 5e9 1e10",
    "1e6, 1e12, 1e6 1e7 1e8 1e9 1e10 1e11 1e12",
    "0.31, 0.33, 0.2 0.5",
    "7, 7, 5 10",
  })
  void decadesHaveAtLeastTwoLabels(double least, double most, String labels) {
    PlotAxis axis = PlotAxis.decades("size", List.of(least, most));
    assertEquals(labels, labels(axis));
    assertTrue(axis.part(least) >= 0 && axis.part(most) <= 1);
  }

  private static String labels(PlotAxis axis) {
    return axis.ticks().stream().map(Tick::label).collect(Collectors.joining(" "));
  }
}
