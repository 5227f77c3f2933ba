package hpc.diffusion;

import hpc.exec.RealValue;

/**
 * What holds on one side of the field. Each kind is a rule for the ghost point next to an edge
 * point, so that the stencil needs no special cases.
 */
public sealed interface Boundary {

  /** Reads {@code insulated}, {@code periodic}, {@code flux:HEAT} or the value of a fixed side. */
  static Boundary parse(String text) {
    return switch (text) {
      case "insulated" -> new Insulated();
      case "periodic" -> new Periodic();
      default ->
          text.startsWith(Flux.WORD)
              ? new Flux(number(text.substring(Flux.WORD.length())))
              : new Fixed(number(text));
    };
  }

  /** Whether the ghost point follows the edge point, so that the side fixes no value. */
  default boolean followsEdge() {
    return this instanceof Insulated || this instanceof Flux;
  }

  /** The given heat that enters, per length of the side and time. */
  default double heat() {
    return 0;
  }

  /** The value is given: the ghost point, one spacing outside the edge point, holds it. */
  record Fixed(double value) implements Boundary {

    /** Refuses values that are not finite. */
    public Fixed {
      Validate.fieldValue("--bc", value);
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

  /**
   * A given heat enters: {@code k du/dn = heat} with n outwards. As with an insulated side the wall
   * is the face of the edge cell, and the ghost point mirrors the edge point. The heat is added to
   * the edge cell after each step, {@code dt heat / spacing}: whatever k is there, all of it
   * enters.
   *
   * @param heat per length of the side and time; negative where it leaves
   */
  record Flux(double heat) implements Boundary {

    static final String WORD = "flux:";

    /** Refuses heat that is not finite. */
    public Flux {
      Validate.fieldValue("--bc " + WORD, heat);
    }

    @Override
    public String toString() {
      return WORD + heat;
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
      return RealValue.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--bc %s: %s, flux:HEAT, insulated or periodic for each side"
              .formatted(text, e.getMessage()),
          e);
    }
  }
}
