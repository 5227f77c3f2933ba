package hpc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import hpc.exec.Parameter;
import hpc.exec.Parameter.Use;
import hpc.exec.ProblemType;
import hpc.launch.Restart;
import hpc.mpi.RankIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The solver once more, in a process of its own and without counters: how long it takes then tells
 * what counting costs. It prints nothing and leaves no file.
 */
final class ReferenceRun {

  /** Options about what is kept and shown; the solve is the same without them. */
  private static final Set<String> LEFT_OUT = Set.of("--csv", "--json", "--verify", "-q", "-v");

  private static final Pattern WALL_SECONDS = Pattern.compile("\"wall_s\":([0-9.eE+-]+)");

  private ReferenceRun() {}

  /**
   * Runs it.
   *
   * @param problem what is solved
   * @param solver the words of the solver, understood
   * @return seconds of the fastest solve; empty where it cannot be had: in a rank of a job step,
   *     which could not meet the others a second time, and for what measures nothing
   */
  static OptionalDouble seconds(ProblemType problem, ParseResult solver) {
    if (RankIdentity.of(System.getenv()).isPresent()
        || options(problem, Set.of(Use.PART, Use.UNMEASURED)).anyMatch(solver::hasMatchedOption)) {
      return OptionalDouble.empty();
    }
    List<String> command = new ArrayList<>(Restart.childCommand());
    command.add(solver.commandSpec().name());
    Set<String> leftOut =
        options(problem, Set.of(Use.BESIDE, Use.ONCE)).collect(Collectors.toSet());
    leftOut.addAll(LEFT_OUT);
    solver.matchedOptions().stream()
        .filter(option -> !leftOut.contains(option.longestName()))
        .flatMap(ReferenceRun::words)
        .forEach(command::add);
    command.add("--json");
    try {
      Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
      process.getOutputStream().close();
      String rows = new String(process.getInputStream().readAllBytes(), UTF_8);
      return WALL_SECONDS
          .matcher(rows)
          .results()
          .mapToDouble(row -> Double.parseDouble(row.group(1)))
          .min();
    } catch (IOException e) {
      throw new UncheckedIOException("the run without counters cannot be started", e);
    }
  }

  private static Stream<String> options(ProblemType problem, Set<Use> uses) {
    return problem.parameters().stream()
        .filter(parameter -> uses.contains(parameter.use()))
        .map(Parameter::option);
  }

  private static Stream<String> words(OptionSpec option) {
    return Stream.concat(
        Stream.of(option.longestName()),
        option.arity().max() == 0 ? Stream.empty() : option.originalStringValues().stream());
  }
}
