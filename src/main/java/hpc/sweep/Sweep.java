package hpc.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the points of a sweep one by one, each as a process of its own, so that no point inherits
 * another one's heap, compiled code or threads.
 *
 * <p>A point that fails is counted and named, and the next one runs. When the sweep is stopped, by
 * {@link #stop} or a signal, the running point is ended and none follows.
 */
public final class Sweep {

  /** Between two looks at a running point: the clock of the progress line moves in seconds. */
  private static final Duration TICK = Duration.ofMillis(500);

  /** What a point gets to end by itself; srun and the ranks of a job end within seconds. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What the summary of a sweep gets to be printed after a signal. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final String POINT_VARIABLE = "HPC_POINT";

  private final SweepConfig config;
  private final PointExecutor executor;
  private final SweepDirectory directory;

  private final Object turn = new Object();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean stopped;
  private ChildProcess running;

  private enum Ending {
    DONE,
    FAILED,
    STOPPED
  }

  /**
   * Prepares a sweep; nothing is written yet.
   *
   * @param directory where CSV, logs and a copy of the config go; made if missing
   */
  public Sweep(SweepConfig config, PointExecutor executor, Path directory) {
    this.config = config;
    this.executor = executor;
    this.directory = new SweepDirectory(directory, config.name());
  }

  /** The file that takes the rows of all points. */
  public Path csv() {
    return directory.csv();
  }

  /** What would run: one line for each point with its id and its command or why it is skipped. */
  public List<String> plan() {
    int width = Integer.toString(config.points().size()).length();
    return config.points().stream()
        .map(point ->
            ("%" + width + "d  %s  %s")
                .formatted(
                    point.index(),
                    point.id(),
                    executor
                        .misfit(point)
                        .map(reason -> "skipped: " + point.label() + ": " + reason)
                        .orElseGet(() -> shellLine(command(point)))))
        .toList();
  }

  /**
   * Runs what fits. Blocks until the last point has ended; to be called once.
   *
   * @throws IOException if the directory cannot be written or a command not be started: one line
   * @throws InterruptedException if the thread is interrupted; the running point has been ended
   */
  public SweepResult run(SweepProgress progress) throws IOException, InterruptedException {
    directory.prepare(config.text());
    Thread hook = new Thread(this::stopOnSignal, "sweep-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runAll(progress);
    } finally {
      stop();
      over.countDown();
      removeHook(hook);
    }
  }

  /** Ends the running point and lets no other begin; returns when it is gone. */
  public void stop() {
    ChildProcess last;
    synchronized (turn) {
      stopped = true;
      last = running;
    }
    if (last != null) {
      try {
        last.end(GRACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The JVM halts when this returns: the thread that runs the sweep gets to say how it ended. */
  private void stopOnSignal() {
    stop();
    try {
      over.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SweepResult runAll(SweepProgress progress) throws IOException, InterruptedException {
    List<Point> done = new ArrayList<>();
    List<Point> failed = new ArrayList<>();
    List<Point> skipped = new ArrayList<>();
    Deque<Point> left = new ArrayDeque<>();
    for (Point point : config.points()) {
      (executor.misfit(point).isPresent() ? skipped : left).add(point);
    }
    progress.begin(config.points().size(), left.size());
    skipped.forEach(point -> progress.skipped(point, executor.misfit(point).orElseThrow()));
    while (!left.isEmpty()) {
      Ending ending = runOne(left.getFirst(), progress);
      if (ending == Ending.STOPPED) {
        break;
      }
      (ending == Ending.DONE ? done : failed).add(left.removeFirst());
    }
    SweepResult result = new SweepResult(done, failed, skipped, List.copyOf(left));
    progress.end(config.name(), result);
    return result;
  }

  private Ending runOne(Point point, SweepProgress progress)
      throws IOException, InterruptedException {
    Optional<ChildProcess> started = start(point);
    if (started.isEmpty()) {
      return Ending.STOPPED;
    }
    ChildProcess child = started.get();
    progress.started(point);
    while (!child.ended(TICK)) {
      progress.tick();
    }
    if (!finish()) {
      return Ending.STOPPED;
    }
    if (child.exitCode() != 0) {
      progress.failed(point, reason(point, child));
      return Ending.FAILED;
    }
    progress.done(point);
    return Ending.DONE;
  }

  /** Starts a point unless the sweep was stopped. */
  private Optional<ChildProcess> start(Point point) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(point));
    executor.adjust(builder.environment());
    builder.environment().put(POINT_VARIABLE, point.id());
    synchronized (turn) {
      if (stopped) {
        return Optional.empty();
      }
      running = ChildProcess.start(builder, directory.answers(point), directory.complaints(point));
      return Optional.of(running);
    }
  }

  /** Takes note that the running point has ended; false if the sweep was stopped meanwhile. */
  private boolean finish() {
    synchronized (turn) {
      running = null;
      return !stopped;
    }
  }

  private String reason(Point point, ChildProcess child) throws IOException {
    String complaint = child.complaint();
    return "exit %d: %s (%s)"
        .formatted(
            child.exitCode(),
            complaint.isEmpty() ? "nothing on stderr" : complaint,
            directory.complaints(point));
  }

  private List<String> command(Point point) {
    List<String> command = new ArrayList<>(executor.command(point));
    command.add("--csv=" + csv());
    return command;
  }

  private static String shellLine(List<String> command) {
    return command.stream()
        .map(
            word -> word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook is what brought us here
    }
  }
}
