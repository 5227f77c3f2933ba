package hpc.exec;

import hpc.launch.KnownProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The types of the problems that {@link KnownProblem} lists; one is loaded when it is asked for.
 */
public final class ProblemTypes {

  private ProblemTypes() {}

  /** All of them. */
  public static List<ProblemType> all() {
    return Arrays.stream(KnownProblem.values()).map(ProblemTypes::of).toList();
  }

  /** The one of such a name, if there is one. */
  public static Optional<ProblemType> named(String name) {
    return Arrays.stream(KnownProblem.values())
        .filter(problem -> problem.command().equals(name))
        .findFirst()
        .map(ProblemTypes::of);
  }

  /**
   * The one that a user names.
   *
   * @throws IllegalArgumentException telling the names, if there is none
   */
  public static ProblemType parse(String name) {
    return of(Choice.of(KnownProblem.class).parse(name));
  }

  private static ProblemType of(KnownProblem problem) {
    try {
      return Class.forName(problem.typeName())
          .asSubclass(ProblemType.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(problem.typeName() + " is not the type of a problem", e);
    }
  }
}
