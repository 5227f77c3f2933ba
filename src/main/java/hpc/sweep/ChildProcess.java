package hpc.sweep;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A point that is running: a process that reads nothing and writes to two files. */
final class ChildProcess {

  private static final int TAIL_BYTES = 4096;
  private static final int MAX_LINE = 300;

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

  /**
   * Ends the process and what it started: a request first, after {@code grace} by force.
   *
   * @throws InterruptedException if the wait is interrupted; force has been used then
   */
  void end(Duration grace) throws InterruptedException {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    try {
      ended(grace);
    } finally {
      process.destroyForcibly();
      family.forEach(ProcessHandle::destroyForcibly);
    }
    process.waitFor();
  }

  /** The last line on stderr, empty if there is none. */
  String lastComplaint() throws IOException {
    byte[] tail;
    try (RandomAccessFile file = new RandomAccessFile(complaints.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      tail = new byte[(int) (file.length() - file.getFilePointer())];
      file.readFully(tail);
    }
    String line =
        new String(tail, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .reduce("", (_, last) -> last);
    return line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "..." : line;
  }
}
