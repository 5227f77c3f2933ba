package hpc.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with the words of a command line, told as everything else is: the option, the
 * value, what is wrong with it and what is accepted.
 */
final class UsageErrors {

  private UsageErrors() {}

  /** The one line about {@code e}. */
  static String line(ParameterException e) {
    // a misspelt option is also a missing one: what stands there is the better clue
    List<String> unknown = e.getCommandLine().getUnmatchedArguments();
    return switch (e) {
      case UnmatchedArgumentException _ -> unknown(e.getCommandLine(), unknown);
      case MissingParameterException _ when !unknown.isEmpty() ->
          unknown(e.getCommandLine(), unknown);
      case MissingParameterException missing -> missing(missing.getMissing().getFirst());
      case OverwrittenOptionException twice ->
          name(twice.getOverwritten()) + ": given twice; accepted: once";
      default -> e.getArgSpec() == null ? e.getMessage() : refused(e);
    };
  }

  private static String unknown(CommandLine command, List<String> words) {
    String word = words.getFirst();
    String nearest =
        new UnmatchedArgumentException(command, List.of(word))
            .getSuggestions().stream().findFirst().map(" did you mean %s?"::formatted).orElse("");
    if (word.startsWith("-")) {
      return word + ": no such option;" + (nearest.isEmpty() ? " see --help" : nearest);
    }
    if (command.getSubcommands().isEmpty()) {
      return word + ": one word too many; see --help";
    }
    return "%s: no such command;%s accepted: %s"
        .formatted(word, nearest, HpcCommand.shown(command.getCommandSpec()));
  }

  private static String missing(ArgSpec argument) {
    return "%s: missing (%s)".formatted(shown(argument), argument.description()[0]);
  }

  private static String refused(ParameterException e) {
    String value = e.getValue().isBlank() ? "'" + e.getValue() + "'" : e.getValue();
    // our converters say in their own words what they accept
    String why =
        e.getCause() instanceof IllegalArgumentException ours
            ? ours.getMessage()
            : "accepted: " + (takesValue(e.getArgSpec()) ? shown(e.getArgSpec()) : "no value");
    return "%s %s: %s".formatted(name(e.getArgSpec()), value, why);
  }

  private static boolean takesValue(ArgSpec argument) {
    return !(argument instanceof OptionSpec) || argument.arity().max() > 0;
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String shown(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + " " + argument.paramLabel()
        : argument.paramLabel();
  }
}
