package hpc.exec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A problem that this program solves: all that commands, sweeps, profiles and reports want to know
 * of it. To add one is to write such a class, with a constructor without arguments, and to list it
 * in {@link hpc.launch.KnownProblem}, which has what is needed before any class of a problem is
 * loaded. What a run of it is, and in which units its work and rate are told, its {@link Workload}s
 * say.
 */
public interface ProblemType {

  /** The command, and what results call the problem. */
  String name();

  /** What the command does, in one sentence. */
  String title();

  /** Lines below the help of the command: examples. */
  List<String> notes();

  /** What may be said of the problem, in the order of the help. */
  List<Parameter<?>> parameters();

  /**
   * What a command line wants done.
   *
   * @throws IllegalArgumentException naming the first option that does not fit
   */
  Task task(Arguments given, RunContext here);

  /** Those of the parameters by which a program of others, too, is told what to solve. */
  List<Parameter<?>> posed();

  /** What the command line of such a program may name: keys of {@link Problem#parameters}. */
  Set<String> placeholders();

  /**
   * The problem as it is solved by us where such a program is to find the same answer.
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
   * Why a problem cannot be shared by so many ranks, in one phrase, as far as its options tell.
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
}
