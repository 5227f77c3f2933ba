package hpc.fieldio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ColourMapTest {

  /** First and last colour of viridis in matplotlib, {@code _cm_listed.py}. */
  @Test
  void itBeginsAndEndsAsViridis() {
    assertEquals(0x440154, ColourMap.at(0));
    assertEquals(0xFDE725, ColourMap.at(1));
    assertEquals(ColourMap.at(0), ColourMap.at(-3));
    assertEquals(ColourMap.at(1), ColourMap.at(7));
  }

  @Test
  void greaterValuesAreLighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int colour = ColourMap.at(i / 100.0);
      double luma =
          0.2126 * (colour >> 16 & 0xFF) + 0.7152 * (colour >> 8 & 0xFF) + 0.0722 * (colour & 0xFF);
      assertTrue(luma > before, "at " + i);
      before = luma;
    }
  }
}
