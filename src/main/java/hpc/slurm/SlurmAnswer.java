package hpc.slurm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a program of Slurm prints that is asked something we can do without. */
public record SlurmAnswer(String text, int exitCode) {

  private static final long PATIENCE_SECONDS = 10;

  /** The answer of a command; empty if the program is missing or is silent for ten seconds. */
  public static Optional<SlurmAnswer> to(List<String> command) throws InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LC_ALL", "C"); // what is parsed
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return Optional.empty();
    }
    try {
      process.getOutputStream().close();
      String text =
          CompletableFuture.supplyAsync(() -> text(process))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Optional.of(new SlurmAnswer(text, process.waitFor()));
    } catch (IOException | ExecutionException | TimeoutException e) {
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The same; empty also if the program fails. */
  public static Optional<String> ofSuccess(List<String> command) throws InterruptedException {
    return to(command).filter(answer -> answer.exitCode == 0).map(SlurmAnswer::text);
  }

  private static String text(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
