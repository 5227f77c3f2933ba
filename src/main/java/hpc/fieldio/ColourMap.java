package hpc.fieldio;

/**
 * Viridis, the colour map of Stefan van der Walt and Nathaniel Smith (2015, CC0): equal steps of a
 * value look equally large, in grey and to the colour-blind too.
 */
final class ColourMap {

  /** Viridis at 0, 0.1, ... 1, as R's viridisLite prints it; between them colours are mixed. */
  private static final int[] VIRIDIS = {
    0x440154, 0x482576, 0x414487, 0x35608D, 0x2A788E, 0x21908C, 0x22A884, 0x43BF71, 0x7AD151,
    0xBBDF27, 0xFDE725
  };

  private ColourMap() {}

  /** The colour of {@code part}, 0 for the lowest value to 1 for the highest, as 0xRRGGBB. */
  static int at(double part) {
    double place = Math.clamp(part, 0, 1) * (VIRIDIS.length - 1);
    int below = (int) Math.min(place, VIRIDIS.length - 2);
    double weight = place - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = VIRIDIS[below] >> shift & 0xFF;
      int to = VIRIDIS[below + 1] >> shift & 0xFF;
      colour |= (int) Math.rint(from + weight * (to - from)) << shift;
    }
    return colour;
  }
}
