package hpc.sweep;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a process that has ended wrote to stderr, or a job to its log. */
record LogFile(Path file) {

  private static final int TAIL_BYTES = 4096;
  private static final int MAX_LINE = 300;

  private static final Pattern OF_SLURM = Pattern.compile("^(srun|slurmstepd[^:]*): ");
  private static final Pattern OF_JVM = Pattern.compile("^(WARNING|NOTE): ");

  /** The last few thousand bytes. */
  String tail() throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
      access.seek(Math.max(0, access.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) (access.length() - access.getFilePointer())];
      access.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }

  /**
   * The line that says most about a failure, empty if there is none: the last one of the program
   * itself. What the JVM warns of at its start says nothing, and what Slurm adds when it ends a
   * step counts only if it is all there is.
   */
  String complaint() throws IOException {
    List<String> lines = tail().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String line =
        last(lines, text -> !OF_SLURM.matcher(text).find() && !OF_JVM.matcher(text).find())
            .or(() -> last(lines, PointFailure::namesWhatIsNoProgram))
            .or(() -> last(lines, text -> text.contains("error:")))
            .or(() -> last(lines, _ -> true))
            .orElse("");
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line;
  }

  private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
    return lines.reversed().stream().filter(wanted).findFirst();
  }
}
