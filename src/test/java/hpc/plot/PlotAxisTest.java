package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hpc.plot.Ticks.Tick;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlotAxisTest {

  @Test
  void equalFactorsAreEquallyFar() {
    PlotAxis axis = PlotAxis.counts("cores", List.of(1.0, 6.0, 2.0, 24.0, 6.0), 24);
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

  /** What cannot be on an axis does not spoil it. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
  void awkwardValuesHaveAnAxis(double value) {
    List<Double> values = List.of(value);
    for (PlotAxis axis :
        List.of(
            PlotAxis.fromZero("x", values),
            PlotAxis.counts("x", values, 1),
            PlotAxis.powersOfTwo("x", values),
            PlotAxis.decades("x", List.of()))) {
      assertFalse(axis.ticks().isEmpty());
      assertTrue(axis.part(1) >= 0 && axis.part(1) <= 1);
      assertEquals(0, axis.part(-1));
      assertEquals(1, axis.part(Double.POSITIVE_INFINITY));
    }
  }

  @Test
  void anAxisMayRunDownwardsAndOverAllDoubles() {
    PlotAxis down = PlotAxis.linear("x", 10, 0, 5);
    assertEquals(List.of(1.0, 0.25, 0.0), Stream.of(0.0, 7.5, 12.0).map(down::part).toList());
    PlotAxis all = PlotAxis.linear("x", -Double.MAX_VALUE, Double.MAX_VALUE, 5);
    assertEquals(0.5, all.part(0));
    assertEquals("a b", labels(PlotAxis.rows(List.of("a", "b"))));
    assertEquals(0.75, PlotAxis.rows(List.of("a", "b")).part(0.5));
  }

  private static String labels(PlotAxis axis) {
    return axis.ticks().stream().map(Tick::label).collect(Collectors.joining(" "));
  }
}
