package hpc.sweep;

import java.util.List;
import java.util.stream.Collectors;

/** Commands as a shell reads them. */
final class Shell {

  private Shell() {}

  /** One line, with quotes where a word needs them. */
  static String line(List<String> command) {
    return command.stream()
        .map(
            word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }
}
