package hpc.sweep;

import java.util.regex.Pattern;

/** Why a point came to no good end, as far as exit status and last words tell. */
enum Failure {
  /** Words that the command refuses: they stay wrong, so the point is not tried again. */
  WRONG_WORDS("wrong words"),
  /** The heap was full, or kernel or Slurm ended what passed its memory. */
  OUT_OF_MEMORY("out of memory"),
  /** Slurm ended the job or step when its time was over. */
  OUT_OF_TIME("out of time"),
  /** Ended by a signal, from whomever. */
  KILLED("killed"),
  /** Everything else. */
  FAILED("failed");

  private static final int USAGE = 2;
  private static final int FIRST_SIGNAL = 129;

  /** What the program, the JVM, the kernel's killer as Slurm tells of it, and Slurm say. */
  private static final Pattern MEMORY =
      Pattern.compile(
          "out of memory: |insufficient memory for the Java Runtime|oom[-_]kill|Out Of Memory"
              + "|[Ee]xceeded (job|step) memory limit");

  private static final Pattern TIME = Pattern.compile("DUE TO TIME LIMIT|DUE TO TIMEOUT");

  private final String words;

  Failure(String words) {
    this.words = words;
  }

  /**
   * Judges a process that did not exit with 0.
   *
   * @param said the end of its stderr
   */
  static Failure of(int exitCode, String said) {
    if (MEMORY.matcher(said).find()) {
      return OUT_OF_MEMORY;
    }
    if (TIME.matcher(said).find()) {
      return OUT_OF_TIME;
    }
    if (exitCode == USAGE) {
      return WRONG_WORDS;
    }
    return exitCode >= FIRST_SIGNAL ? KILLED : FAILED;
  }

  /** Whether the same command may end better another time. */
  boolean mayPass() {
    return this != WRONG_WORDS;
  }

  @Override
  public String toString() {
    return words;
  }
}
