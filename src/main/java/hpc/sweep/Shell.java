package hpc.sweep;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Commands as a shell reads them. */
final class Shell {

  private Shell() {}

  /** The same with variables set for the command alone. */
  static String line(Map<String, String> environment, List<String> command) {
    return environment.entrySet().stream()
        .map(variable -> variable.getKey() + "=" + line(List.of(variable.getValue())) + " ")
        .collect(Collectors.joining("", "", line(command)));
  }

  /** One line, with quotes where a word needs them. */
  static String line(List<String> command) {
    return command.stream()
        .map(
            word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
