package hpc.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Runs the points of a sweep, each as a process of its own, so that no point inherits another one's
 * heap, compiled code or threads: one by one, or as many at once as the executor has room for.
 *
 * <p>A point that fails is named, the next one runs, and after the last it is tried again, as often
 * as the {@link SweepPolicy} allows. When the sweep is stopped, by {@link #stop} or a signal, the
 * running points are ended and none follows.
 *
 * <p>It may be killed at any moment. What is done stands in the {@link Journal}; a point's rows get
 * into the CSV after that, and when the sweep is resumed at the latest.
 */
public final class Sweep {

  /**
   * How a sweep ended.
   *
   * @param earlier points that an earlier start had done
   * @param done points that exited with 0
   * @param failed points that failed as often as they may, now or by an earlier start
   * @param skipped points that do not fit where the sweep ran
   * @param left points not begun, or broken off, because the sweep was stopped
   */
  public record Result(
      List<SweepPoint> earlier,
      List<SweepPoint> done,
      List<SweepPoint> failed,
      List<SweepPoint> skipped,
      List<SweepPoint> left) {

    /** Copies the lists. */
    public Result {
      earlier = List.copyOf(earlier);
      done = List.copyOf(done);
      failed = List.copyOf(failed);
      skipped = List.copyOf(skipped);
      left = List.copyOf(left);
    }

    /** 0 if something was measured, now or earlier, and nothing failed, else 1. */
    public int exitCode() {
      boolean measured = !done.isEmpty() || !earlier.isEmpty();
      return measured && failed.isEmpty() && left.isEmpty() ? 0 : 1;
    }

    /** For people: {@code 16 points done, 1 failed, 2 skipped}. */
    public String summary() {
      return done.size()
          + (done.size() == 1 ? " point done" : " points done")
          + counted(earlier, "done before")
          + counted(failed, "failed")
          + counted(skipped, "skipped")
          + counted(left, "not run");
    }

    private static String counted(List<SweepPoint> points, String what) {
      return points.isEmpty() ? "" : ", " + points.size() + " " + what;
    }
  }

  /** How long a sweep that a signal stops has to print its summary. */
  private static final Duration SUMMARY_TIME = Duration.ofSeconds(2);

  private final SweepConfig config;
  private final PointExecutor executor;
  private final SweepDirectory directory;
  private final SweepPolicy policy;

  /** The number of the submission that this is a part of; empty if this start has its own. */
  private final OptionalLong run;

  private final RunningPoints runningPoints = new RunningPoints();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * Prepares a sweep; nothing is written yet.
   *
   * @param directory where CSV, logs and a copy of the config go; made if missing
   */
  public Sweep(SweepConfig config, PointExecutor executor, Path directory, SweepPolicy policy) {
    this(
        config,
        executor,
        policy,
        new SweepDirectory(directory, config.name()),
        OptionalLong.empty());
  }

  private Sweep(
      SweepConfig config,
      PointExecutor executor,
      SweepPolicy policy,
      SweepDirectory directory,
      OptionalLong run) {
    this.config = config;
    this.executor = executor;
    this.directory = directory;
    this.policy = policy;
    this.run = run;
  }

  /**
   * Prepares a part of a sweep beside which others run.
   *
   * @param config only the points of this part
   * @param directory that of the whole sweep
   * @param part names what this part writes
   * @param run the number of the submission
   */
  public static Sweep part(
      SweepConfig config,
      PointExecutor executor,
      Path directory,
      SweepPolicy policy,
      String part,
      long run) {
    return new Sweep(
        config,
        executor,
        policy,
        new SweepDirectory(directory, config.name(), part),
        OptionalLong.of(run));
  }

  /** The file that takes the rows of all points. */
  public Path csv() {
    return directory.csv();
  }

  /**
   * What would run: one line for each point with its id and its command or why it is skipped, and
   * one with what it may cost.
   */
  public List<String> plan() {
    int width = Integer.toString(config.points().size()).length();
    History history = directory.history(policy);
    List<String> lines = new ArrayList<>();
    for (SweepPoint point : config.points()) {
      lines.add(
          ("%" + width + "s  %s  %s").formatted(point.index(), point.id(), intent(point, history)));
    }
    List<SweepPoint> due =
        config.points().stream()
            .filter(point -> history.isDue(point, policy))
            .filter(point -> executor.misfit(point).isEmpty())
            .toList();
    lines.add(CoreHours.line(due, directory.history(), OptionalLong.empty()));
    return lines;
  }

  private String intent(SweepPoint point, History history) {
    History.Standing standing = history.of(point, policy.buildAndCpu());
    if (standing.done()) {
      return "done before: " + point.label();
    }
    if (!standing.due(policy.tries())) {
      return "failed before: " + point.label() + ": " + standing.reason();
    }
    return executor
        .misfit(point)
        .map(reason -> "skipped: " + point.label() + ": " + reason)
        .orElseGet(() -> Shell.line(variables(point), command(point)));
  }

  /** As it would be if the point were the first. */
  private List<String> command(SweepPoint point) {
    PointQueue queue = new PointQueue(executor.allocator(), executor::needs);
    queue.add(point, 0);
    return SweepRunner.command(executor, directory, queue.next().orElseThrow());
  }

  /**
   * Runs what fits. Blocks until the last point has ended; to be called once.
   *
   * @throws IllegalArgumentException if a point has JVM flags that cannot be passed on
   * @throws IOException if the directory cannot be written or a command not be started: one line
   * @throws InterruptedException if the thread is interrupted; the running point has been ended
   */
  public Result run(SweepProgress progress) throws IOException, InterruptedException {
    config.points().forEach(Sweep::variables);
    directory.requireNoStrangers(config.text());
    directory.make();
    try (Journal journal = Journal.open(directory.journal())) {
      directory.requireRoomFor(policy);
      if (!directory.isPart()) { // beside a part there are others at work
        directory.keep(config.text());
        RunningPoints.endOrphans(directory.root(), SweepRunner.GRACE);
        directory.takeRestOfRows();
      }
      journal.begin(policy, run.orElseGet(() -> directory.history().nextRun()));
      return runStoppably(journal, progress);
    }
  }

  private Result runStoppably(Journal journal, SweepProgress progress)
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

  /** Ends the running points and lets no other begin; returns when they are gone. */
  public void stop() {
    try {
      runningPoints.stop(SweepRunner.GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The JVM halts when this returns: the thread that runs the sweep gets to say how it ended. */
  private void stopOnSignal() {
    stop();
    try {
      over.await(SUMMARY_TIME.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Result runAll(Journal journal, SweepProgress progress)
      throws IOException, InterruptedException {
    SweepRunner runner =
        new SweepRunner(executor, directory, policy, runningPoints, journal, progress);
    try {
      Result result = runner.run(config.points(), directory.history(policy));
      progress.end(config.name(), result);
      return result;
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          e.getMessage()
              + "; the sweep stops here, and no try is counted for it: when files can be written"
              + " again, go on with --resume",
          e.getCause());
    }
  }

  /** What a point changes in the environment. */
  private static Map<String, String> variables(SweepPoint point) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    point.jvm().addTo(environment);
    environment.entrySet().removeAll(System.getenv().entrySet());
    return environment;
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // the hook is what brought us here
    }
  }
}
