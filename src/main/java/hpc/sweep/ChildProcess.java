package hpc.sweep;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A point that is running: a process that reads nothing and writes to two files. */
final class ChildProcess {

  private static final int TAIL_BYTES = 4096;
  private static final int MAX_LINE = 300;
  private static final int TERMINATED = 128 + 15;

  private static final Pattern OF_SLURM = Pattern.compile("^(srun|slurmstepd[^:]*): ");
  private static final Pattern OF_JVM = Pattern.compile("^(WARNING|NOTE): ");

  /**
   * What srun says when it finds no job to start a step in, or the job ends while it starts one.
   */
  private static final Pattern JOB_IS_OVER =
      Pattern.compile(
          "srun: error: .*(Unable to confirm allocation|Invalid job id specified"
              + "|already completing or completed|Slurm job [0-9]+ has expired|allocation .* revoked"
              + "|Job credential revoked)");

  private final Process process;
  private final Path complaints;

  private ChildProcess(Process process, Path complaints) {
    this.process = process;
    this.complaints = complaints;
  }

  /**
   * Starts a command.
   *
   * @param builder command and environment
   * @param answers takes stdout
   * @param complaints takes stderr
   * @throws IOException one line with the program and the reason
   */
  static ChildProcess start(ProcessBuilder builder, Path answers, Path complaints)
      throws IOException {
    builder
        .redirectInput(new File("/dev/null"))
        .redirectOutput(answers.toFile())
        .redirectError(complaints.toFile());
    try {
      return new ChildProcess(builder.start(), complaints);
    } catch (IOException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          builder.command().getFirst() + " cannot be started: " + reason.getMessage().strip(), e);
    }
  }

  /** Waits for the end no longer than {@code atMost}; says whether it has come. */
  boolean ended(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The exit code of a process that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** Completed when the process has ended. */
  CompletableFuture<?> end() {
    return process.onExit();
  }

  /**
   * Ends processes and what they started: a request to each first, after {@code grace} by force.
   *
   * @throws InterruptedException if the wait is interrupted; force has been used then
   */
  static void end(List<ChildProcess> children, Duration grace) throws InterruptedException {
    List<ProcessHandle> family =
        children.stream().flatMap(child -> child.process.descendants()).toList();
    children.forEach(child -> child.process.destroy());
    long deadline = System.nanoTime() + grace.toNanos();
    try {
      for (ChildProcess child : children) {
        child.ended(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      }
    } finally {
      children.forEach(child -> child.process.destroyForcibly());
      family.forEach(ProcessHandle::destroyForcibly);
    }
    for (ChildProcess child : children) {
      child.process.waitFor();
    }
  }

  /**
   * The line on stderr that says most about a failure, empty if there is none: the last one of the
   * program itself. What the JVM warns of at its start says nothing, and what Slurm adds when it
   * ends a step counts only if it is all there is.
   */
  String complaint() throws IOException {
    List<String> lines = tail().lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String line =
        last(lines, text -> !OF_SLURM.matcher(text).find() && !OF_JVM.matcher(text).find())
            .or(() -> last(lines, text -> text.contains("error:")))
            .or(() -> last(lines, _ -> true))
            .orElse("");
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line;
  }

  /**
   * How the process failed, which has ended; empty if it did not.
   *
   * @param state of the step in Slurm's accounting, empty if that is not known
   */
  Optional<Failure> failure(String state) throws IOException {
    return Failure.of(exitCode(), tail(), state);
  }

  /**
   * Whether scancel has ended the step, or the job around it is over: no failure of the point, and
   * nothing else can run. (srun says the same of tasks that it ends because another one failed, but
   * exits with the status of that one then.)
   */
  boolean isCancelled() throws IOException {
    if (exitCode() == 0) {
      return false;
    }
    String said = tail();
    return JOB_IS_OVER.matcher(said).find()
        || (exitCode() == TERMINATED
            && said.contains(" CANCELLED AT ")
            && Failure.of(exitCode(), said, "").equals(Optional.of(Failure.KILLED)));
  }

  private String tail() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(complaints.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }

  private static Optional<String> last(List<String> lines, Predicate<String> wanted) {
    return lines.reversed().stream().filter(wanted).findFirst();
  }
}
