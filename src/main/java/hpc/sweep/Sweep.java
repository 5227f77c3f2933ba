package hpc.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the points of a sweep one by one, each as a process of its own, so that no point inherits
 * another one's heap, compiled code or threads.
 *
 * <p>A point that fails is named, the next one runs, and after the last it is tried again, as often
 * as the {@link Conduct} allows. When the sweep is stopped, by {@link #stop} or a signal, the
 * running point is ended and none follows.
 *
 * <p>It may be killed at any moment. What is done stands in the {@link Journal}; a point's rows get
 * into the CSV after that, and when the sweep is resumed at the latest.
 */
public final class Sweep {

  /** Between two looks at a running point: the clock of the progress line moves in seconds. */
  private static final Duration TICK = Duration.ofMillis(500);

  /** What a point gets to end by itself; srun and the ranks of a job end within seconds. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What the summary of a sweep gets to be printed after a signal. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final double NANOS_PER_SECOND = 1e9;

  private static final String POINT_VARIABLE = "HPC_POINT";

  private final SweepConfig config;
  private final PointExecutor executor;
  private final SweepDirectory directory;
  private final Conduct conduct;

  private final Object turn = new Object();
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean stopped;
  private ChildProcess running;

  private enum Ending {
    DONE,
    FAILED,
    FAILED_FOR_NOW,
    STOPPED
  }

  /** Where each point stands while the sweep runs. */
  private static final class Course {
    final List<Point> earlier = new ArrayList<>();
    final List<Point> done = new ArrayList<>();
    final List<Point> failed = new ArrayList<>();
    final List<Point> skipped = new ArrayList<>();
    final Deque<Point> left = new ArrayDeque<>();

    SweepResult result() {
      return new SweepResult(earlier, done, failed, skipped, List.copyOf(left));
    }
  }

  /**
   * Prepares a sweep; nothing is written yet.
   *
   * @param directory where CSV, logs and a copy of the config go; made if missing
   */
  public Sweep(SweepConfig config, PointExecutor executor, Path directory, Conduct conduct) {
    this(config, executor, conduct, new SweepDirectory(directory, config.name()));
  }

  private Sweep(
      SweepConfig config, PointExecutor executor, Conduct conduct, SweepDirectory directory) {
    this.config = config;
    this.executor = executor;
    this.directory = directory;
    this.conduct = conduct;
  }

  /**
   * Prepares a part of a sweep beside which others run.
   *
   * @param config only the points of this part
   * @param directory that of the whole sweep
   * @param part names what this part writes
   */
  public static Sweep part(
      SweepConfig config, PointExecutor executor, Path directory, Conduct conduct, String part) {
    return new Sweep(config, executor, conduct, new SweepDirectory(directory, config.name(), part));
  }

  /** The file that takes the rows of all points. */
  public Path csv() {
    return directory.csv();
  }

  /** What would run: one line for each point with its id and its command or why it is skipped. */
  public List<String> plan() {
    int width = Integer.toString(config.points().size()).length();
    History history = history();
    return config.points().stream()
        .map(point ->
            ("%" + width + "d  %s  %s")
                .formatted(point.index(), point.id(), intent(point, history)))
        .toList();
  }

  private String intent(Point point, History history) {
    History.Standing standing = history.of(point, conduct.setting());
    if (standing.done()) {
      return "done before: " + point.label();
    }
    if (!standing.due(conduct.tries())) {
      return "failed before: " + point.label() + ": " + standing.reason();
    }
    return executor
        .misfit(point)
        .map(reason -> "skipped: " + point.label() + ": " + reason)
        .orElseGet(() -> Shell.line(variables(point), command(point)));
  }

  /** What earlier starts have done, as far as it counts for this one. */
  private History history() {
    return History.read(
        conduct.start() == Conduct.Start.RESUMED ? directory.journals() : List.of());
  }

  /**
   * Runs what fits. Blocks until the last point has ended; to be called once.
   *
   * @throws IllegalArgumentException if a point has JVM flags that cannot be passed on
   * @throws IOException if the directory cannot be written or a command not be started: one line
   * @throws InterruptedException if the thread is interrupted; the running point has been ended
   */
  public SweepResult run(SweepProgress progress) throws IOException, InterruptedException {
    config.points().forEach(Sweep::variables);
    directory.make();
    try (Journal journal = Journal.open(directory.journal())) {
      if (!directory.isPart()) { // beside a part there are others at work
        directory.keep(config.text());
        Orphans.end(directory.root(), GRACE);
        directory.takeRestOfRows();
      }
      journal.begin(conduct);
      return runStoppably(journal, progress);
    }
  }

  private SweepResult runStoppably(Journal journal, SweepProgress progress)
      throws IOException, InterruptedException {
    Thread hook = new Thread(this::stopOnSignal, "sweep-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return runAll(journal, progress);
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

  private SweepResult runAll(Journal journal, SweepProgress progress)
      throws IOException, InterruptedException {
    History history = history();
    Course course = course(history);
    progress.begin(config.points().size(), course.left.size());
    course.skipped.forEach(p -> progress.skipped(p, executor.misfit(p).orElseThrow()));
    course.failed.forEach(p -> progress.givenUp(p, history.of(p, conduct.setting()).reason()));
    runLeft(course, history, journal, progress);
    SweepResult result = course.result();
    progress.end(config.name(), result);
    return result;
  }

  /** Sorts the points by what is to be done with them. */
  private Course course(History history) {
    Course course = new Course();
    for (Point point : config.points()) {
      History.Standing standing = history.of(point, conduct.setting());
      if (standing.done()) {
        course.earlier.add(point);
      } else if (!standing.due(conduct.tries())) {
        course.failed.add(point);
      } else {
        (executor.misfit(point).isPresent() ? course.skipped : course.left).add(point);
      }
    }
    return course;
  }

  private void runLeft(Course course, History history, Journal journal, SweepProgress progress)
      throws IOException, InterruptedException {
    Map<Point, Integer> failures = new HashMap<>();
    course.left.forEach(p -> failures.put(p, history.of(p, conduct.setting()).failures()));
    while (!course.left.isEmpty()) {
      Point point = course.left.getFirst();
      Ending ending = runOne(point, failures.get(point), journal, progress);
      if (ending == Ending.STOPPED) {
        return;
      }
      course.left.removeFirst();
      if (ending == Ending.FAILED_FOR_NOW) {
        failures.merge(point, 1, Integer::sum);
        course.left.addLast(point);
      } else {
        (ending == Ending.DONE ? course.done : course.failed).add(point);
      }
    }
  }

  private Ending runOne(Point point, int failures, Journal journal, SweepProgress progress)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Optional<ChildProcess> started = start(point, failures + 1, journal);
    if (started.isEmpty()) {
      return Ending.STOPPED;
    }
    ChildProcess child = started.get();
    progress.started(point);
    while (!child.ended(TICK)) {
      progress.tick();
    }
    if (!finish() || child.isCancelled()) {
      journal.stopped(point);
      return Ending.STOPPED;
    }
    if (child.exitCode() != 0) {
      return failed(point, child, failures + 1, journal, progress);
    }
    journal.done(point, (System.nanoTime() - begin) / NANOS_PER_SECOND);
    new SweepCsv(csv()).take(directory.rows(point));
    progress.done(point);
    return Ending.DONE;
  }

  private Ending failed(
      Point point, ChildProcess child, int failures, Journal journal, SweepProgress progress)
      throws IOException {
    Failure failure = child.failure();
    String reason = reason(point, child, failure);
    journal.failed(point, failure, reason);
    if (failure.mayPass() && failures < conduct.tries()) {
      progress.failedForNow(point, reason);
      return Ending.FAILED_FOR_NOW;
    }
    progress.failed(point, reason);
    return Ending.FAILED;
  }

  /** Starts a point unless the sweep was stopped. */
  private Optional<ChildProcess> start(Point point, int attempt, Journal journal)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(point));
    executor.adjust(builder.environment());
    point.jvm().addTo(builder.environment());
    builder.environment().put(POINT_VARIABLE, point.id());
    builder.environment().put(Orphans.VARIABLE, directory.root().toString());
    synchronized (turn) {
      if (stopped) {
        return Optional.empty();
      }
      journal.started(point, attempt);
      Files.deleteIfExists(directory.rows(point)); // of a try that failed or was killed
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

  /**
   * What a point changes in the environment.
   *
   * @throws IllegalArgumentException if it cannot be given its JVM flags
   */
  private static Map<String, String> variables(Point point) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    point.jvm().addTo(environment);
    environment.entrySet().removeAll(System.getenv().entrySet());
    return environment;
  }

  private String reason(Point point, ChildProcess child, Failure failure) throws IOException {
    String complaint = child.complaint();
    return "%sexit %d: %s (%s)"
        .formatted(
            failure == Failure.FAILED ? "" : failure + ", ",
            child.exitCode(),
            complaint.isEmpty() ? "nothing on stderr" : complaint,
            directory.complaints(point));
  }

  private List<String> command(Point point) {
    List<String> command = new ArrayList<>(executor.command(point));
    command.add("--csv=" + directory.rows(point));
    return command;
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook is what brought us here
    }
  }
}
