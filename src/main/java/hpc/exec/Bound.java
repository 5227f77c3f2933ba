package hpc.exec;

import java.util.OptionalDouble;

/**
 * Something of this machine that bounds the rate of a run.
 *
 * @param name what it is, for people
 * @param measured the measurement with its unit; empty if the bound follows from another one
 * @param rate the rate that it allows, in the unit of the problem's rate; empty if it tells none
 */
public record Bound(String name, String measured, OptionalDouble rate) {

  /** A bound of the rate. */
  public Bound(String name, String measured, double rate) {
    this(name, measured, OptionalDouble.of(rate));
  }
}
