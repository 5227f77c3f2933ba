package hpc.sweep;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a point came to no good end, as far as exit status, last words and Slurm's accounting tell.
 */
enum PointFailure {
  /** Words that the command refuses: they stay wrong, so the point is not tried again. */
  WRONG_WORDS("wrong words"),
  /** The heap was full, or kernel or Slurm ended what passed its memory. */
  OUT_OF_MEMORY("out of memory"),
  /** Slurm ended the job or step when its time was over. */
  OUT_OF_TIME("out of time"),
  /** A node was lost under the point, which is not to be blamed: such a try does not count. */
  NODE_LOST("a node was lost"),
  /** Ended by a signal, from whomever. */
  KILLED("killed"),
  /** Everything else. */
  FAILED("failed");

  private static final int USAGE = 2;
  private static final int FIRST_SIGNAL = 129;
  private static final int SIGKILL = 128 + 9;

  /** What the program, the JVM, the kernel's killer as Slurm tells of it, and Slurm say. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "out of memory: |insufficient memory for the Java Runtime|oom[-_]kill|Out Of Memory"
              + "|[Ee]xceeded (job |step )?memory limit");

  private static final Pattern TIME = Pattern.compile("DUE TO TIME LIMIT|DUE TO TIMEOUT");

  private static final Pattern NODE =
      Pattern.compile(
          "srun: error: (Node failure on|Application launch failed)|DUE TO NODE FAILURE|DUE TO NODE_FAIL");

  /** The program of a step is not on its node: the words are right there, and may be elsewhere. */
  private static final Pattern NO_PROGRAM = Pattern.compile("error: (\\[[^]]*\\] )?execve\\(\\): ");

  /** A task that failed by itself, for which srun or the program ended the others. */
  private static final Pattern OF_ANOTHER_TASK = Pattern.compile("Exited with exit code|was lost");

  private final String words;

  PointFailure(String words) {
    this.words = words;
  }

  /**
   * Judges a process that has ended. Who is killed without a word has most likely taken too much
   * memory: the kernel says so to no one but its own log.
   *
   * @param said the end of its stderr
   * @param state of the step in the accounting; empty if it is not known
   * @return empty if it came to a good end; srun may exit with 0 although a node was lost
   */
  static Optional<PointFailure> of(int exitCode, String said, String state) {
    if (NODE.matcher(said).find() || state.equals("NODE_FAIL")) {
      return Optional.of(NODE_LOST);
    }
    if (exitCode == 0) {
      return Optional.empty();
    }
    if (MEMORY.matcher(said).find() || state.equals("OUT_OF_MEMORY")) {
      return Optional.of(OUT_OF_MEMORY);
    }
    if (TIME.matcher(said).find() || state.equals("TIMEOUT")) {
      return Optional.of(OUT_OF_TIME);
    }
    if (exitCode == USAGE && !namesWhatIsNoProgram(said)) {
      return Optional.of(WRONG_WORDS);
    }
    if (exitCode == SIGKILL
        && !OF_ANOTHER_TASK.matcher(said).find()
        && !state.equals("CANCELLED")) {
      return Optional.of(OUT_OF_MEMORY);
    }
    return Optional.of(exitCode >= FIRST_SIGNAL ? KILLED : FAILED);
  }

  /** Whether Slurm says that a node lacks the program it was to start. */
  static boolean namesWhatIsNoProgram(String said) {
    return NO_PROGRAM.matcher(said).find();
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
    return words;
  }
}
