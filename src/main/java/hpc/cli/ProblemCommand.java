package hpc.cli;

import hpc.exec.Arguments;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Arity;
import hpc.exec.ProblemType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command that solves a problem: {@code hpc} and the problem's name. */
final class ProblemCommand implements Callable<Integer> {

  private final ProblemType problem;
  private final RunOptions run = new RunOptions();
  private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);

  private ProblemCommand(ProblemType problem) {
    this.problem = problem;
  }

  /** The command as picocli has it. */
  static CommandSpec of(ProblemType problem) {
    ProblemCommand command = new ProblemCommand(problem);
    command
        .spec
        .name(problem.name())
        .usageMessage()
        .description(problem.title())
        .footer(Stream.concat(Stream.of(""), problem.notes().stream()).toArray(String[]::new))
        .sortOptions(false);
    addOptions(command.spec, problem.parameters());
    command.run.addTo(command.spec);
    return command.spec.mixinStandardHelpOptions(true);
  }

  /** The command that has read {@code solver}. */
  static ProblemCommand of(ParseResult solver) {
    return (ProblemCommand) solver.commandSpec().userObject();
  }

  @Override
  public Integer call() {
    run.openLog();
    Arguments given = given();
    problem.parameters().stream().filter(given::has).forEach(run::requireFit);
    return SolverRun.of(run, problem.task(given, run), problem::forPeople);
  }

  ProblemType problem() {
    return problem;
  }

  ProcessRole role() {
    return run.role();
  }

  /** The values of the problem's parameters. */
  Arguments given() {
    return given(spec.commandLine().getParseResult(), problem.parameters());
  }

  /** Adds an option for each of {@code parameters}; two problems may share one. */
  static void addOptions(CommandSpec command, List<Parameter<?>> parameters) {
    parameters.stream()
        .filter(parameter -> command.findOption(parameter.option()) == null)
        .forEach(parameter -> command.addOption(option(parameter)));
  }

  private static OptionSpec option(Parameter<?> parameter) {
    OptionSpec.Builder option =
        OptionSpec.builder(names(parameter)).description(parameter.description());
    if (parameter.arity() == Arity.FLAG) {
      return option.type(boolean.class).build();
    }
    option.paramLabel(parameter.label()).converters(text -> parameter.reader().apply(text));
    if (!parameter.words().isEmpty()) {
      option.completionCandidates(parameter.words());
    }
    return switch (parameter.arity()) {
      case FLAG, ONE -> option.type(Object.class).build();
      case FILE -> option.type(Path.class).build(); // the shell completes names
      case LIST ->
          option
              .type(List.class)
              .auxiliaryTypes(Object.class)
              .splitRegex(",")
              .hideParamSyntax(true)
              .build();
    };
  }

  private static String[] names(Parameter<?> parameter) {
    return parameter.shortOption().isEmpty()
        ? new String[] {parameter.option()}
        : new String[] {parameter.shortOption(), parameter.option()};
  }

  /** The values of those of {@code parameters} that are on the command line. */
  static Arguments given(ParseResult parsed, List<Parameter<?>> parameters) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter<?> parameter : parameters) {
      if (parsed.hasMatchedOption(parameter.option())) {
        values.put(parameter.option(), value(parameter, parsed.matchedOption(parameter.option())));
      }
    }
    return new Arguments(values);
  }

  /** The value as this parameter reads it: another problem may have added the option. */
  private static Object value(Parameter<?> parameter, OptionSpec option) {
    List<String> words = option.stringValues();
    try {
      return switch (parameter.arity()) {
        case FLAG -> option.getValue();
        case ONE, FILE -> parameter.reader().apply(words.getLast());
        case LIST -> words.stream().map(parameter.reader()).toList();
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s %s: %s".formatted(parameter.option(), String.join(",", words), e.getMessage()), e);
    }
  }
}
