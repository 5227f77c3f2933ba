package hpc.diffusion;

/**
 * What holds on one side of the field. Each kind is a rule for the ghost point next to an edge
 * point, so that the stencil needs no special cases.
 */
public sealed interface Boundary {

  /** Reads {@code insulated}, {@code periodic} or the number that a fixed side has. */
  static Boundary parse(String text) {
    return switch (text) {
      case "insulated" -> new Insulated();
      case "periodic" -> new Periodic();
      default -> new Fixed(number(text));
    };
  }

  /** The value is given: the ghost point, one spacing outside the edge point, holds it. */
  record Fixed(double value) implements Boundary {

    /** Refuses values that are not finite. */
    public Fixed {
      Accepted.fieldValue("--bc", value);
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /**
   * No heat passes: the ghost point mirrors the edge point. The unknowns are then the means of
   * cells, and the wall is the face of the edge cell, half a spacing outside the edge point: what a
   * cell loses its neighbour gains, so that heat is conserved.
   */
  record Insulated() implements Boundary {
    @Override
    public String toString() {
      return "insulated";
    }
  }

  /** The field goes on at the opposite side: the ghost point holds the opposite edge point. */
  record Periodic() implements Boundary {
    @Override
    public String toString() {
      return "periodic";
    }
  }

  private static double number(String text) {
    try {
      return Accepted.real("--bc", text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--bc " + text + ": accepted: a number, insulated or periodic for each side", e);
    }
  }
}
