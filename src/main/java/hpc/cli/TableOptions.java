package hpc.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** The options of commands that read results and print a table of them. */
final class TableOptions {

  /** How a table is printed: aligned, as Markdown, or as one JSON object per line. */
  enum Format {
    TEXT,
    MD,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "print text, md (Markdown) or json, one object per line (default: text)")
  private Format format = Format.TEXT;

  @Option(names = "--strict", description = "exit with status 1 if there was any warning")
  private boolean strict;

  Format format() {
    return format;
  }

  /** Says how many warnings there were; returns the exit status of a command that else succeeds. */
  int status(List<String> warnings, Terminal terminal) {
    if (warnings.isEmpty()) {
      return ExitCode.DONE;
    }
    terminal.warn(warnings.size() == 1 ? "1 warning" : warnings.size() + " warnings");
    return strict ? ExitCode.FAILED : ExitCode.DONE;
  }
}
