package hpc.sweep;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Why a point failed, as far as exit status, stderr and Slurm's accounting tell. */
enum PointFailure {
  /** Arguments that the command refuses: no other try helps. Journals have this name. */
  WRONG_WORDS("bad arguments"),
  /** The heap was full, or kernel or Slurm ended what passed its memory. */
  OUT_OF_MEMORY("out of memory"),
  /** Slurm ended the job or step when its time was over. */
  OUT_OF_TIME("out of time"),
  /** A node was lost, which is no fault of the point: such a try does not count. */
  NODE_LOST("a node was lost"),
  /** Killed by a signal, whose sender is unknown. */
  KILLED("killed"),
  FAILED("failed");

  private static final int USAGE = 2;
  private static final int FIRST_SIGNAL = 129;
  private static final int SIGKILL = 128 + 9;

  /** What the program, the JVM and Slurm print. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "out of memory: |insufficient memory for the Java Runtime|oom[-_]kill|Out Of Memory"
              + "|[Ee]xceeded (job |step )?memory limit");

  private static final Pattern TIME = Pattern.compile("DUE TO TIME LIMIT|DUE TO TIMEOUT");

  private static final Pattern NODE =
      Pattern.compile(
          "srun: error: (Node failure on|Application launch failed)|DUE TO NODE FAILURE|DUE TO"
              + " NODE_FAIL");

  /** The program of a step is not on its node: the arguments may be right elsewhere. */
  private static final Pattern NO_PROGRAM = Pattern.compile("error: (\\[[^]]*\\] )?execve\\(\\): ");

  /** A task that failed by itself, for which srun or the program ended the others. */
  private static final Pattern OF_ANOTHER_TASK = Pattern.compile("Exited with exit code|was lost");

  private static final int TAIL_BYTES = 4096;
  private static final int MAX_LINE = 300;

  private static final Pattern OF_SLURM = Pattern.compile("^(srun|slurmstepd[^:]*): ");
  private static final Pattern OF_JVM = Pattern.compile("^(WARNING|NOTE): ");

  private final String text;

  PointFailure(String text) {
    this.text = text;
  }

  /**
   * Judges a process that has ended. One that is killed without a message has most likely taken too
   * much memory: the kernel reports that in its own log only.
   *
   * @param stderr the end of its stderr
   * @param state of the step in the accounting; empty if it is not known
   * @return empty if it succeeded; srun may exit with 0 although a node was lost
   */
  static Optional<PointFailure> of(int exitCode, String stderr, String state) {
    if (NODE.matcher(stderr).find() || state.equals("NODE_FAIL")) {
      return Optional.of(NODE_LOST);
    }
    if (exitCode == 0) {
      return Optional.empty();
    }
    if (MEMORY.matcher(stderr).find() || state.equals("OUT_OF_MEMORY")) {
      return Optional.of(OUT_OF_MEMORY);
    }
    if (TIME.matcher(stderr).find() || state.equals("TIMEOUT")) {
      return Optional.of(OUT_OF_TIME);
    }
    if (exitCode == USAGE && !NO_PROGRAM.matcher(stderr).find()) {
      return Optional.of(WRONG_WORDS);
    }
    if (exitCode == SIGKILL
        && !OF_ANOTHER_TASK.matcher(stderr).find()
        && !state.equals("CANCELLED")) {
      return Optional.of(OUT_OF_MEMORY);
    }
    return Optional.of(exitCode >= FIRST_SIGNAL ? KILLED : FAILED);
  }

  /** The last few thousand bytes of what a process wrote to stderr, or a job to its log. */
  static String tail(Path log) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(log.toFile(), "r")) {
      access.seek(Math.max(0, access.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) (access.length() - access.getFilePointer())];
      access.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }

  /**
   * The line of a log that says most about a failure, empty if there is none: the last one of the
   * program itself. What the JVM warns of at its start says nothing, and what Slurm adds when it
   * ends a step counts only if it is all there is.
   */
  static String errorLine(Path log) throws IOException {
    List<String> lines =
        tail(log).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String line =
        last(lines, text -> !OF_SLURM.matcher(text).find() && !OF_JVM.matcher(text).find())
            .or(() -> last(lines, text -> NO_PROGRAM.matcher(text).find()))
            .or(() -> last(lines, text -> text.contains("error:")))
            .or(() -> last(lines, _ -> true))
            .orElse("");
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line;
  }

  private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
    return lines.reversed().stream().filter(wanted).findFirst();
  }

  /** Whether the same command may end better another time. */
  boolean mayPass() {
    return this != WRONG_WORDS;
  }

  /** Whether such an end counts among the tries of a point. */
  boolean counts() {
    return this != NODE_LOST;
  }

  @Override
  public String toString() {
    return text;
  }
}
