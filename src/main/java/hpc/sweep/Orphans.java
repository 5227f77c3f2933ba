package hpc.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Points that outlived a sweep that was killed: they would run beside its successor and disturb
 * what it measures. Steps of Slurm do; what starts here ends with the sweep, unless the shell that
 * sees to it was killed as well. They are known by a variable in their environment.
 */
final class Orphans {

  /** Names the directory of the sweep in the environment of its points. */
  static final String VARIABLE = "HPC_SWEEP";

  private Orphans() {}

  /** Ends those of the sweep in {@code directory} on this machine; returns when they are gone. */
  static void end(Path directory, Duration grace) throws InterruptedException {
    List<ProcessHandle> left = of(directory);
    left.forEach(ProcessHandle::destroy);
    for (ProcessHandle process : left) {
      try {
        process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
      }
    }
  }

  private static List<ProcessHandle> of(Path directory) {
    String mark = "\0" + VARIABLE + "=" + directory + "\0";
    long own = ProcessHandle.current().pid();
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != own && environment(process).contains(mark))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
      return "\0" + new String(bytes, UTF_8);
    } catch (IOException e) {
      return ""; // another user's, or it has ended since it was listed
    }
  }
}
