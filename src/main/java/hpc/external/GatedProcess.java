package hpc.external;

import hpc.exec.ParentWatch;
import hpc.launch.NativeText;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that waits at a gate until it is let go, so that its time begins with it.
 *
 * <p>A child of a JVM would never have a smaller peak of memory than the JVM: the child shares the
 * parent's memory until it becomes the program, and the kernel's count (ru_maxrss) begins with what
 * was resident then. So a shell is started that forks once more, leaving a process that has only
 * ever been as large as a shell, and ends; this JVM, the nearest subreaper, becomes its parent and
 * may wait for it.
 *
 * <p>The gate is a pipe from which that process reads: a line lets it go, and the end, which comes
 * when this JVM is gone, however it went, ends it; once it has been let go, a {@link ParentWatch}
 * does. The JVM closes its own pipe to a child that has ended, here the shell, so it opens the same
 * pipe once more while the shell still waits.
 */
final class GatedProcess {

  /**
   * First and second word: files for stdout and stderr. The substitution ends when the process at
   * the gate has said its number and closed descriptor 4.
   */
  private static final String SCRIPT =
      """
      read -r hpc_line || exit
      exec 3<&0
      echo "$({
        shift 2
        exec /bin/sh -c 'echo $$ >&4; exec 4>&-; read -r hpc_line <&3 || exit; exec "$@" 3<&-' sh "$@"
      } </dev/null 4>&1 >"$1" 2>"$2" &)"
      """;

  private final Reaper reaper;
  private final long pid;
  private final OutputStream gate;
  private final ParentWatch watch;

  private GatedProcess(Reaper reaper, long pid, OutputStream gate, ParentWatch watch) {
    this.reaper = reaper;
    this.pid = pid;
    this.gate = gate;
    this.watch = watch;
  }

  /**
   * How it ended.
   *
   * @param wallSeconds from the opening of the gate to the end
   * @param timedOut whether it was killed for taking too long
   */
  record Completion(double wallSeconds, Reaper.Ended ended, boolean timedOut) {}

  /** Starts a process at the gate. */
  static GatedProcess start(List<String> command, int threads, Path out, Path err)
      throws IOException, InterruptedException {
    Reaper reaper = new Reaper();
    List<String> shellCommand =
        new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "sh", out.toString(), err.toString()));
    shellCommand.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(shellCommand);
    NativeText.restoreLocale(builder.environment());
    NativeText.plainNumbers(builder.environment());
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process shell = builder.redirectError(err.toFile()).start();
    OutputStream gate = new FileOutputStream("/proc/%s/fd/0".formatted(shell.pid()));
    try (BufferedReader output = shell.inputReader(StandardCharsets.US_ASCII)) {
      letGo(gate);
      String line = output.readLine();
      if (line == null || !line.matches("[0-9]{1,9}")) {
        throw new IOException("/bin/sh started nothing");
      }
      shell.waitFor(); // until then the process is not ours
      long pid = Long.parseLong(line);
      ParentWatch watch = ParentWatch.start();
      watch.over(pid);
      return new GatedProcess(reaper, pid, gate, watch);
    } catch (IOException | InterruptedException e) {
      gate.close();
      throw e;
    }
  }

  /** Has the one who reads from the pipe go on. */
  private static void letGo(OutputStream pipe) throws IOException {
    pipe.write('\n');
  }

  /** Opens the gate and waits for the end; also when this JVM is to end, then by force. */
  Completion run(Optional<Duration> atMost) throws IOException, InterruptedException {
    FutureTask<Reaper.Ended> end = new FutureTask<>(() -> reaper.await(pid));
    Thread waiter = new Thread(end, "wait4");
    waiter.setDaemon(true);
    Thread hook = new Thread(this::kill, "kill-program");
    Runtime.getRuntime().addShutdownHook(hook);
    boolean timedOut = false;
    try (gate;
        watch) {
      long start = System.nanoTime();
      open();
      waiter.start();
      Reaper.Ended ended;
      try {
        ended =
            atMost.isPresent()
                ? end.get(atMost.get().toMillis(), TimeUnit.MILLISECONDS)
                : end.get();
      } catch (TimeoutException e) {
        kill();
        timedOut = true;
        ended = end.get();
      }
      return new Completion((System.nanoTime() - start) * 1e-9, ended, timedOut);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      kill();
      throw e;
    } finally {
      removeHook(hook);
    }
  }

  private void open() {
    try {
      letGo(gate);
    } catch (IOException e) {
      // it has died at its gate: how, wait4 will tell
    }
  }

  private void kill() {
    ProcessHandle.of(pid)
        .ifPresent(process -> {
          List<ProcessHandle> family = process.descendants().toList();
          process.destroyForcibly();
          family.forEach(ProcessHandle::destroyForcibly);
        });
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook has done its work, or is about to
    }
  }
}
