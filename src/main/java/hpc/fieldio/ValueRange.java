package hpc.fieldio;

import hpc.exec.RealValue;

/**
 * The values that a picture has colours for; what lies beyond has the colour of the nearer end.
 *
 * @param lowest the value of the first colour
 * @param highest the value of the last colour, greater
 */
public record ValueRange(double lowest, double highest) {

  /**
   * Checks the ends.
   *
   * @throws IllegalArgumentException if {@code lowest} is not the lesser one, or one is not finite
   */
  public ValueRange {
    if (!(lowest < highest) || Double.isInfinite(lowest) || Double.isInfinite(highest)) {
      throw new IllegalArgumentException("accepted: LO,HI, two numbers, the lesser first");
    }
  }

  /**
   * Reads two numbers with a comma between them.
   *
   * @throws IllegalArgumentException if they are not
   */
  static ValueRange parse(String text) {
    String[] ends = text.split(",", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("accepted: LO,HI, two numbers, the lesser first");
    }
    return new ValueRange(RealValue.parse(ends[0]), RealValue.parse(ends[1]));
  }

  /**
   * The range of a field; around a value that is the same everywhere there is some room. A field
   * that has grown beyond all bounds has any.
   */
  static ValueRange around(double lowest, double highest) {
    if (!(lowest <= highest) || Double.isInfinite(lowest) || Double.isInfinite(highest)) {
      return new ValueRange(0, 1);
    }
    double room = Math.max(0.5, 0.01 * Math.abs(lowest));
    return lowest < highest
        ? new ValueRange(lowest, highest)
        : new ValueRange(lowest - room, lowest + room);
  }

  /** Where a value lies, 0 at the lowest and 1 at the highest. */
  double part(double value) {
    double extent = highest - lowest;
    double part =
        Double.isInfinite(extent)
            ? (value / 2 - lowest / 2) / (highest / 2 - lowest / 2)
            : (value - lowest) / extent;
    return Math.clamp(part, 0, 1);
  }
}
