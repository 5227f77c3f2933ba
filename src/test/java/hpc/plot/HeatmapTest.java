package hpc.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeatmapTest {

  /** First and last colour of viridis in matplotlib, {@code _cm_listed.py}. */
  @Test
  void itBeginsAndEndsAsViridis() {
    assertEquals(0x440154, Heatmap.colour(0));
    assertEquals(0xFDE725, Heatmap.colour(1));
    assertEquals(Heatmap.colour(0), Heatmap.colour(-3));
    assertEquals(Heatmap.colour(1), Heatmap.colour(7));
  }

  @Test
  void greaterValuesAreLighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int colour = Heatmap.colour(i / 100.0);
      double luma =
          0.2126 * (colour >> 16 & 0xFF) + 0.7152 * (colour >> 8 & 0xFF) + 0.0722 * (colour & 0xFF);
      assertTrue(luma > before, "at " + i);
      before = luma;
    }
  }
}
