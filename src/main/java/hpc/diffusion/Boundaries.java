package hpc.diffusion;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The four sides of the field, named as in a printed matrix.
 *
 * @param top beside row 0, where x is least
 * @param bottom beside row nx-1, where x is greatest
 * @param left beside column 0, where y is least
 * @param right beside column ny-1, where y is greatest
 */
public record Boundaries(Boundary top, Boundary bottom, Boundary left, Boundary right) {

  /**
   * Checks that periodic sides come in opposite pairs.
   *
   * @throws IllegalArgumentException naming {@code --bc}
   */
  public Boundaries {
    requirePair("top", top, "bottom", bottom);
    requirePair("left", left, "right", right);
  }

  /** The same on all four sides. */
  public static Boundaries all(Boundary side) {
    return new Boundaries(side, side, side, side);
  }

  /**
   * Reads {@code top,bottom,left,right}, or one word for all four; each is a number, {@code
   * flux:HEAT}, {@code insulated} or {@code periodic}. {@link #toString} writes the long form.
   *
   * @throws IllegalArgumentException naming {@code --bc}
   */
  public static Boundaries parse(String text) {
    String[] sides = text.split(",", -1);
    return switch (sides.length) {
      case 1 -> all(Boundary.parse(text.strip()));
      case 4 ->
          new Boundaries(
              Boundary.parse(sides[0].strip()),
              Boundary.parse(sides[1].strip()),
              Boundary.parse(sides[2].strip()),
              Boundary.parse(sides[3].strip()));
      default ->
          throw new IllegalArgumentException(
              "--bc %s: accepted: one side for all or four as top,bottom,left,right, each a number, flux:HEAT, insulated or periodic"
                  .formatted(text));
    };
  }

  /** Whether the row after the last is the first. */
  public boolean rowsWrap() {
    return top instanceof Boundary.Periodic;
  }

  /** Whether the column after the last is the first. */
  public boolean columnsWrap() {
    return left instanceof Boundary.Periodic;
  }

  /** Whether no side fixes a value, so that the heat that enters is known. */
  public boolean fixNoValue() {
    return sides().noneMatch(Boundary.Fixed.class::isInstance);
  }

  /** Whether a side lets in or takes out a given heat. */
  public boolean driven() {
    return sides().anyMatch(side -> side instanceof Boundary.Flux flux && flux.heat() != 0);
  }

  /** The values of the fixed sides, in the order of the components. */
  public DoubleStream fixedValues() {
    return sides()
        .filter(Boundary.Fixed.class::isInstance)
        .mapToDouble(side -> ((Boundary.Fixed) side).value());
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return top + "," + bottom + "," + left + "," + right;
  }

  private Stream<Boundary> sides() {
    return Stream.of(top, bottom, left, right);
  }

  private static void requirePair(String one, Boundary a, String other, Boundary b) {
    if (a instanceof Boundary.Periodic != b instanceof Boundary.Periodic) {
      throw new IllegalArgumentException(
          "--bc: %s is %s and %s is %s; accepted: periodic sides in opposite pairs"
              .formatted(one, a, other, b));
    }
  }
}
