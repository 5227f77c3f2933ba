package hpc.exec;

import hpc.launch.KnownProblem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A problem that this program solves: all that commands, sweeps, profiles and reports know of it.
 * To add one, write such a class, with a constructor without arguments, and list it in {@link
 * KnownProblem}, which has what is needed before any class of a problem is loaded. Its {@link
 * Workload}s define a run and the units of work and rate.
 */
public interface ProblemType {

  /** The command, and what results call the problem. */
  String name();

  /** What the command does, in one sentence. */
  String title();

  /** Lines below the help of the command: examples. */
  List<String> notes();

  /** The parameters, in the order of the help. */
  List<Parameter<?>> parameters();

  /**
   * What a command line asks for.
   *
   * @throws IllegalArgumentException naming the first option that does not fit
   */
  Task task(Arguments given, RunContext here);

  /** Those parameters that define the problem, for another program too. */
  List<Parameter<?>> posed();

  /** What the command line of another program may name: keys of {@link Problem#parameters}. */
  Set<String> placeholders();

  /**
   * The problem as our own solver solves it where another program has to find the same answer.
   *
   * @param given some of {@link #posed}
   * @throws IllegalArgumentException naming the first option that does not fit
   */
  Workload reference(Arguments given, RunContext here);

  /** An answer as people read it. */
  default String forPeople(String answer) {
    return answer;
  }

  /** The number in an answer that other programs print, too. */
  default String number(String answer) {
    return answer;
  }

  /** How its size grows; empty if that is not known. */
  default Optional<SizeRule> size() {
    return Optional.empty();
  }

  /** Keys of {@link Problem#parameters} that grow with the size or follow from it. */
  default Set<String> sizeParameters() {
    return Set.of();
  }

  /**
   * Why a problem cannot be shared by so many ranks, in one phrase, as far as its options show.
   *
   * @param options option without dashes to value
   */
  default Optional<String> refusal(Map<String, String> options, int ranks) {
    return Optional.empty();
  }

  /**
   * The methods in which it spends its time, or classes: those whose lines a profile counts unless
   * others are named.
   */
  default List<String> kernels(Arguments given) {
    return List.of();
  }

  /** Parts of a run that have a name. */
  default List<TimedPart> parts() {
    return List.of();
  }

  /** All problems. */
  static List<ProblemType> all() {
    return Arrays.stream(KnownProblem.values()).map(ProblemType::of).toList();
  }

  /** The problem with this name, if there is one. */
  static Optional<ProblemType> named(String name) {
    return Arrays.stream(KnownProblem.values())
        .filter(problem -> problem.command().equals(name))
        .findFirst()
        .map(ProblemType::of);
  }

  /**
   * The problem that a user names.
   *
   * @throws IllegalArgumentException listing the names, if there is none
   */
  static ProblemType parse(String name) {
    return of(Choice.of(KnownProblem.class).parse(name));
  }

  private static ProblemType of(KnownProblem problem) {
    try {
      return Class.forName(problem.typeName())
          .asSubclass(ProblemType.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(problem.typeName() + " is not a ProblemType", e);
    }
  }

  /** Which options set the size of a problem, and how it grows with the cores (weak scaling). */
  interface SizeRule {

    /** The options that decide the size. */
    Set<String> options();

    /** Options with which equal work per core cannot be guaranteed. */
    Set<String> notGrowing();

    /**
     * The options of a problem with {@code cores} times the work.
     *
     * @param one those of the problem for one core, each of its options as the file has it
     * @throws IllegalArgumentException one line, if it has no size or none that large
     */
    SequencedMap<String, String> grown(SequencedMap<String, String> one, long cores);
  }

  /**
   * A part of a run that has a name, from call to return of a method.
   *
   * @param method {@code package.Class::method}
   * @param label that name
   * @param nesting what is shown where one part contains another
   */
  record TimedPart(String method, String label, Nesting nesting) {

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
}
