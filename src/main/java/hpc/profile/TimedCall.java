package hpc.profile;

import hpc.exec.ProblemType;
import hpc.exec.ProblemType.TimedPart;
import hpc.exec.ProblemType.TimedPart.Nesting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;

/**
 * The time from call to return of a method that is a part of a run which people have a name for.
 *
 * @param label that name
 * @param method the method
 * @param start when it was called
 * @param length until it returned
 */
record TimedCall(String label, MethodName method, Instant start, Duration length) {

  /** The event of Flight Recorder. */
  static final String EVENT = "jdk.MethodTrace";

  private static final String SOLVE = "solve";

  /** By name and parameters: the parts of every workload. */
  private static final Map<String, String> OF_WORKLOADS =
      Map.of(
          "prepare(Lhpc/exec/Execution;)", "prepare",
          "solve(Lhpc/exec/PhaseClock;)", SOLVE,
          "outcome(Lhpc/exec/Workload$Checking;)", "check");

  /** Those of the problems, by the names of the methods. */
  private static final Map<String, TimedPart> OF_PROBLEMS =
      ProblemType.all().stream()
          .flatMap(problem -> problem.parts().stream())
          .collect(Collectors.toMap(TimedPart::method, part -> part));

  /** For Flight Recorder: those of the program that have a name. */
  static String filter(Collection<MethodName> methods) {
    return methods.stream()
        .filter(method -> label(method).isPresent())
        .map(MethodName::inClass)
        .distinct()
        .collect(Collectors.joining(";"));
  }

  /** The call that an event records, if it has a name. */
  static Optional<TimedCall> of(RecordedEvent event) {
    MethodName method = MethodName.of(event.<RecordedMethod>getValue("method"));
    return label(method)
        .map(label -> new TimedCall(label, method, event.getStartTime(), event.getDuration()));
  }

  private static Optional<String> label(MethodName method) {
    TimedPart part = OF_PROBLEMS.get(method.inClass());
    return Optional.ofNullable(
        part != null ? part.label() : OF_WORKLOADS.get(method.method() + parameters(method)));
  }

  /** Without the result: an override may narrow it. */
  private static String parameters(MethodName method) {
    return method.descriptor().substring(0, method.descriptor().indexOf(')') + 1);
  }

  /** Whether it is one of those that follow each other in a run, rather than inside of one. */
  boolean isOfWorkload() {
    return OF_WORKLOADS.containsValue(label);
  }

  Instant end() {
    return start.plus(length);
  }

  long nanos() {
    return length.toNanos();
  }

  /**
   * In the order of their beginnings, those that contain others first, without what {@link Nesting}
   * leaves out.
   */
  static List<TimedCall> inOrder(Collection<TimedCall> calls) {
    List<TimedCall> kept = new ArrayList<>();
    calls.stream()
        .sorted(
            Comparator.comparing(TimedCall::start)
                .thenComparing(TimedCall::length, Comparator.reverseOrder()))
        .filter(call -> kept.stream().noneMatch(outer -> outer.hides(call)))
        .forEach(kept::add);
    kept.removeIf(call -> call.is(Nesting.ELSE) && kept.stream().anyMatch(call::contains));
    return kept;
  }

  private boolean is(Nesting nesting) {
    TimedPart part = OF_PROBLEMS.get(method.inClass());
    return part != null && part.nesting() == nesting;
  }

  private boolean hides(TimedCall inner) {
    return (label.equals(inner.label) || is(Nesting.WHOLE)) && encloses(inner);
  }

  private boolean contains(TimedCall part) {
    return part.is(Nesting.SHOWN) && encloses(part);
  }

  private boolean encloses(TimedCall other) {
    return !other.start.isBefore(start) && !other.end().isAfter(end());
  }

  /** Those that solve, in their order: one for each repetition, warm-ups included. */
  static List<TimedCall> solves(Collection<TimedCall> calls) {
    return inOrder(calls.stream().filter(call -> call.label().equals(SOLVE)).toList());
  }
}
