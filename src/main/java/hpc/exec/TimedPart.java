package hpc.exec;

/**
 * A part of a run that people have a name for, from call to return of a method.
 *
 * @param method {@code package.Class::method}
 * @param label that name
 * @param nesting what is shown where one part contains another
 */
public record TimedPart(String method, String label, Nesting nesting) {

  /** What is shown of parts that contain each other. */
  public enum Nesting {
    /** both */
    SHOWN,
    /** only this one, not what it contains */
    WHOLE,
    /** this one only where it contains no part that is {@link #SHOWN} */
    ELSE
  }

  /** A part that is shown. */
  public TimedPart(String method, String label) {
    this(method, label, Nesting.SHOWN);
  }
}
