package hpc.sweep;

import hpc.exec.OwnFile;
import hpc.exec.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A point that is running: a process that reads nothing and writes to two files. */
final class ChildProcess {

  private static final int TERMINATED = 128 + 15;

  /**
   * What srun says when it finds no job to start a step in, or the job ends while it starts one.
   */
  private static final Pattern JOB_IS_OVER =
      Pattern.compile(
          "srun: error: .*(Unable to confirm allocation|Invalid job id specified|already completing"
              + " or completed|Slurm job [0-9]+ has expired|allocation .* revoked|Job credential"
              + " revoked)");

  private final Process process;
  private final Path stderr;

  private ChildProcess(Process process, Path stderr) {
    this.process = process;
    this.stderr = stderr;
  }

  /** Starts a command. */
  static ChildProcess start(ProcessBuilder builder, Path stdout, Path stderr) throws IOException {
    builder
        .redirectInput(new File("/dev/null"))
        .redirectOutput(stdout.toFile())
        .redirectError(stderr.toFile());
    OwnFile.makeFile(stdout);
    OwnFile.makeFile(stderr);
    try {
      return new ChildProcess(builder.start(), stderr);
    } catch (IOException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          builder.command().getFirst() + " cannot be started: " + reason.getMessage().strip(), e);
    }
  }

  /** The same for a process that ends, with all that it starts, also when this one is killed. */
  static ChildProcess startWatched(ProcessBuilder builder, Path stdout, Path stderr)
      throws IOException {
    ParentWatch watch = ParentWatch.start();
    try {
      ChildProcess child = start(builder, stdout, stderr);
      watch.over(child.process.pid());
      var _ = child.process.onExit().thenRun(watch::close);
      return child;
    } catch (IOException e) {
      watch.close();
      throw e;
    }
  }

  /** Waits for the end no longer than {@code atMost}; says whether it has come. */
  boolean ended(Duration atMost) throws InterruptedException {
    return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  int exitCode() {
    return process.exitValue();
  }

  CompletableFuture<?> end() {
    return process.onExit();
  }

  /**
   * Ends processes and what they started: a request to each first, after {@code grace} by force.
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

  /** The line on stderr that says most about a failure, empty if there is none. */
  String errorLine() throws IOException {
    return PointFailure.errorLine(stderr);
  }

  /** How the process failed, which has ended; empty if it did not. */
  Optional<PointFailure> failure(String state) throws IOException {
    return PointFailure.of(exitCode(), PointFailure.tail(stderr), state);
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
    String tail = PointFailure.tail(stderr);
    return JOB_IS_OVER.matcher(tail).find()
        || (exitCode() == TERMINATED
            && tail.contains(" CANCELLED AT ")
            && PointFailure.of(exitCode(), tail, "").equals(Optional.of(PointFailure.KILLED)));
  }
}
