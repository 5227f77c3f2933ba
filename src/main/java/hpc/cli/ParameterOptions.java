package hpc.cli;

import hpc.exec.Arguments;
import hpc.exec.Parameter;
import hpc.exec.Parameter.Arity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The parameters of a problem as options of a command. */
final class ParameterOptions {

  private ParameterOptions() {}

  /** Adds an option for each of {@code parameters}, in their order. */
  static void add(CommandSpec command, List<Parameter<?>> parameters) {
    parameters.forEach(parameter -> command.addOption(option(parameter)));
  }

  private static OptionSpec option(Parameter<?> parameter) {
    OptionSpec.Builder option =
        OptionSpec.builder(parameter.option()).description(parameter.description());
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

  /** What {@code words} give to {@code parameters}. */
  static Arguments given(ParseResult words, List<Parameter<?>> parameters) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Parameter<?> parameter : parameters) {
      if (words.hasMatchedOption(parameter.option())) {
        values.put(parameter.option(), words.matchedOption(parameter.option()).getValue());
      }
    }
    return new Arguments(values);
  }
}
