package hpc.cli;

import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of a command, written from the same words as its {@code --help}, in the macros of
 * man(7).
 *
 * @param command the command
 * @param version of the program, for the foot of the page
 */
record ManPage(CommandSpec command, String version) {

  /** What the first line of every page has. */
  static final String MARK = " \"\" \"hpc.jar ";

  /** What the page is called: {@code hpc-sweep-status} for {@code hpc sweep status}. */
  String name() {
    return command.qualifiedName("-");
  }

  /** The page. */
  String roff() {
    Stream<String> lines =
        Stream.of(
                head(),
                section("SYNOPSIS", Stream.of(escaped(synopsis()))),
                section("OPTIONS", arguments()),
                section("COMMANDS", subcommands()),
                section("NOTES", footer()),
                section("SEE ALSO", seeAlso()))
            .flatMap(part -> part);
    return lines.collect(Collectors.joining("\n", "", "\n"));
  }

  private Stream<String> head() {
    return Stream.of(
        ".TH %s 1%s%s\"".formatted(escaped(name()).toUpperCase(Locale.ROOT), MARK, version),
        ".SH NAME",
        escaped(name()) + " \\- " + text(command.usageMessage().description()));
  }

  private static Stream<String> section(String title, Stream<String> lines) {
    List<String> body = lines.toList();
    return body.isEmpty() ? Stream.of() : Stream.concat(Stream.of(".SH " + title), body.stream());
  }

  private String synopsis() {
    return new Help(command, Help.Ansi.OFF).synopsis(0).strip();
  }

  private Stream<String> arguments() {
    Stream<String> positionals =
        command.positionalParameters().stream()
            .filter(argument -> !argument.hidden())
            .flatMap(argument -> entry(argument.paramLabel(), argument));
    Stream<String> options =
        command.options().stream()
            .filter(option -> !option.hidden())
            .flatMap(option -> entry(words(option), option));
    return Stream.concat(positionals, options);
  }

  private static Stream<String> entry(String words, ArgSpec argument) {
    return Stream.of(".TP", "\\fB" + escaped(words) + "\\fR", text(argument.description()));
  }

  private static String words(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
    return String.join(", ", option.names()) + value;
  }

  private Stream<String> subcommands() {
    return visible()
        .flatMap(sub ->
            Stream.of(
                ".TP",
                "\\fB" + escaped(sub.name()) + "\\fR",
                text(sub.usageMessage().description())));
  }

  private Stream<CommandSpec> visible() {
    return command.subcommands().values().stream()
        .map(line -> line.getCommandSpec())
        .filter(sub -> !sub.usageMessage().hidden());
  }

  /** As it stands: its columns are aligned by blanks. */
  private Stream<String> footer() {
    String[] lines = command.usageMessage().footer();
    return lines.length == 0
        ? Stream.of()
        : Stream.of(
                Stream.of(".nf"), Arrays.stream(lines).map(ManPage::formatted), Stream.of(".fi"))
            .flatMap(part -> part);
  }

  private Stream<String> seeAlso() {
    Stream<String> above =
        Stream.ofNullable(command.parent()).map(parent -> parent.qualifiedName("-"));
    Stream<String> below = visible().map(sub -> sub.qualifiedName("-"));
    String pages =
        Stream.concat(above, below)
            .map(page -> "\\fB" + escaped(page) + "\\fR(1)")
            .collect(Collectors.joining(", "));
    return pages.isEmpty() ? Stream.of() : Stream.of(pages);
  }

  private static String text(String[] description) {
    return escaped(formatted(String.join(" ", description)));
  }

  /** As picocli: through {@link String#format}, or as it stands where that has no sense. */
  private static String formatted(String text) {
    try {
      return text.formatted();
    } catch (IllegalFormatException e) {
      return text;
    }
  }

  /** A minus is a minus, and neither a full stop nor an apostrophe begins a request. */
  private static String escaped(String text) {
    return text.replace("\\", "\\e")
        .replace("-", "\\-")
        .lines()
        .map(line -> line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line)
        .collect(Collectors.joining("\n"));
  }
}
