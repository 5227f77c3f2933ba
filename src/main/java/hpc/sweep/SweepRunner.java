package hpc.sweep;

import hpc.exec.OwnFile;
import hpc.sweep.Accounting.Account;
import hpc.sweep.PointQueue.Attempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Runs the points of a sweep: starts those that have room, takes note of those that end, and waits
 * a moment for what Slurm's accounting knows of them while others run.
 */
final class SweepRunner {

  /** Between two looks: the clock of the progress line moves in seconds. */
  private static final Duration TICK = Duration.ofMillis(500);

  /** How long points have to end by themselves; srun and the ranks of a job end within seconds. */
  static final Duration GRACE = Duration.ofSeconds(10);

  /** Between two questions to the accounting. */
  private static final long QUESTION_NANOS = Duration.ofMillis(400).toNanos();

  private static final double NANOS_PER_SECOND = 1e9;

  private static final String POINT_VARIABLE = "HPC_POINT";

  private static final Account UNKNOWN = new Account("", OptionalLong.empty());

  private record Ended(Attempt attempt, ChildProcess child, long nanoTime) {}

  private record Running(Attempt attempt, long startNanos) {}

  private final PointExecutor executor;
  private final SweepDirectory directory;
  private final SweepPolicy policy;
  private final RunningPoints runningPoints;
  private final Journal journal;
  private final SweepProgress progress;
  private final PointQueue queue;
  private final Accounting accounting;

  private final Map<ChildProcess, Running> running = new LinkedHashMap<>();
  private final List<Ended> unjudged = new ArrayList<>();
  private final Map<SweepPoint, Integer> lostNodes = new HashMap<>();
  private long asked;

  private final List<SweepPoint> earlier = new ArrayList<>();
  private final List<SweepPoint> done = new ArrayList<>();
  private final List<SweepPoint> failed = new ArrayList<>();
  private final List<SweepPoint> skipped = new ArrayList<>();
  private final List<SweepPoint> stopped = new ArrayList<>();

  SweepRunner(
      PointExecutor executor,
      SweepDirectory directory,
      SweepPolicy policy,
      RunningPoints runningPoints,
      Journal journal,
      SweepProgress progress) {
    this.executor = executor;
    this.directory = directory;
    this.policy = policy;
    this.runningPoints = runningPoints;
    this.journal = journal;
    this.progress = progress;
    this.queue = new PointQueue(executor.allocator(), executor::needs);
    this.accounting = executor.accounting();
  }

  /** Runs what fits of {@code points} and is due; returns when nothing runs any more. */
  Sweep.Result run(List<SweepPoint> points, History history)
      throws IOException, InterruptedException {
    sort(points, history);
    progress.begin(points.size(), queue.points().size());
    skipped.forEach(this::skip);
    failed.forEach(p -> progress.givenUp(p, history.of(p, policy.buildAndCpu()).reason()));
    startWhatFits();
    while (!running.isEmpty() || !unjudged.isEmpty()) {
      runningPoints.awaitOne(unjudged.isEmpty() ? TICK : Duration.ofNanos(QUESTION_NANOS));
      takeNoteOfEnds();
      judgeEnded();
      startWhatFits();
      progress.tick();
    }
    return result();
  }

  private void skip(SweepPoint point) {
    String reason = executor.misfit(point).orElseThrow();
    journal.skipped(point, reason);
    progress.skipped(point, reason);
  }

  private Sweep.Result result() {
    List<SweepPoint> left = new ArrayList<>(stopped);
    left.addAll(queue.points());
    left.sort(Comparator.comparingInt(SweepPoint::index));
    return new Sweep.Result(earlier, done, failed, skipped, left);
  }

  private void sort(List<SweepPoint> points, History history) {
    for (SweepPoint point : points) {
      History.Standing standing = history.of(point, policy.buildAndCpu());
      if (standing.done()) {
        earlier.add(point);
      } else if (!standing.due(policy.tries())) {
        failed.add(point);
      } else if (executor.misfit(point).isPresent()) {
        skipped.add(point);
      } else {
        queue.add(point, standing.failures());
      }
    }
  }

  private void startWhatFits() throws IOException {
    while (!runningPoints.stopped()) {
      Optional<Attempt> next = queue.next();
      if (next.isEmpty()) {
        return;
      }
      start(next.get());
    }
  }

  private void start(Attempt attempt) throws IOException {
    SweepPoint point = attempt.point();
    ProcessBuilder builder = new ProcessBuilder(command(executor, directory, attempt));
    executor.adjust(builder.environment());
    point.jvm().addTo(builder.environment());
    builder.environment().put(POINT_VARIABLE, point.id());
    builder.environment().put(RunningPoints.DIRECTORY_VARIABLE, directory.root().toString());
    Optional<ChildProcess> child =
        runningPoints.start(() -> {
          journal.started(point, attempt.number());
          OwnFile.makeFile(directory.rows(point)); // in place of those of an earlier try
          Path stdout = directory.stdout(point);
          Path stderr = directory.stderr(point);
          return executor.startsHere()
              ? ChildProcess.startWatched(builder, stdout, stderr)
              : ChildProcess.start(builder, stdout, stderr);
        });
    if (child.isEmpty()) {
      stopped.add(point);
      return;
    }
    running.put(child.get(), new Running(attempt, System.nanoTime()));
    progress.started(point);
  }

  static List<String> command(PointExecutor executor, SweepDirectory directory, Attempt attempt) {
    List<String> command = new ArrayList<>(executor.command(attempt));
    command.add("--csv=" + directory.rows(attempt.point()));
    return command;
  }

  private void takeNoteOfEnds() throws IOException, InterruptedException {
    Iterator<Map.Entry<ChildProcess, Running>> each = running.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<ChildProcess, Running> entry = each.next();
      if (entry.getKey().ended(Duration.ZERO)) {
        each.remove();
        ended(entry.getKey(), entry.getValue());
      }
    }
  }

  private void ended(ChildProcess child, Running run) throws IOException, InterruptedException {
    Attempt attempt = run.attempt;
    SweepPoint point = attempt.point();
    runningPoints.remove(child);
    queue.ended(attempt);
    if (runningPoints.stopped() || child.isCancelled()) {
      journal.stopped(point);
      stopped.add(point);
      progress.stopped(point);
      runningPoints.stop(GRACE); // what is cancelled is cancelled as a whole
      return;
    }
    progress.ended(point);
    if (child.failure("").isEmpty()) {
      journal.done(point, (System.nanoTime() - run.startNanos) / NANOS_PER_SECOND);
    }
    unjudged.add(new Ended(attempt, child, System.nanoTime()));
  }

  /** Judges points that have ended once the accounting has answered, or has had time enough. */
  private void judgeEnded() throws IOException, InterruptedException {
    if (unjudged.isEmpty()) {
      return;
    }
    Map<String, Account> accounts = Map.of();
    if (accounting.answers() && System.nanoTime() - asked > QUESTION_NANOS) {
      accounts = accounting.ended();
      asked = System.nanoTime();
    }
    Iterator<Ended> each = unjudged.iterator();
    while (each.hasNext()) {
      Ended ended = each.next();
      Optional<Account> account = accountOf(ended, accounts);
      boolean late = System.nanoTime() - ended.nanoTime > Accounting.PATIENCE.toNanos();
      if (account.isPresent() || late || !accounting.answers() || runningPoints.stopped()) {
        each.remove();
        judge(ended, account.orElse(UNKNOWN));
      }
    }
  }

  /** A step with the same name that an earlier sweep in this job began is not taken for this. */
  private static Optional<Account> accountOf(Ended ended, Map<String, Account> accounts) {
    boolean well = ended.child.exitCode() == 0;
    return Optional.ofNullable(accounts.get(ended.attempt.name()))
        .filter(account -> well == account.state().equals("COMPLETED"));
  }

  private void judge(Ended ended, Account account) throws IOException {
    queue.judged(ended.attempt);
    SweepPoint point = ended.attempt.point();
    Path rows = directory.rows(point);
    Optional<PointFailure> failure = ended.child.failure(account.state());
    if (failure.isPresent()) {
      requireWritable(ended);
    }
    if (account.peakBytes().isPresent()) {
      new PointRows(rows).enterAccountedPeak(account.peakBytes().getAsLong());
    }
    if (failure.isPresent()) {
      failed(ended, failure.get(), account);
      return;
    }
    new SweepCsv(directory.csv()).take(rows);
    progress.done(point);
    done.add(point);
  }

  /** Tells a point that failed from one that could not write its rows or its log. */
  private void requireWritable(Ended ended) throws IOException {
    String error = ended.child.errorLine();
    if (error.contains(directory.rows(ended.attempt.point()).toString())) {
      throw new UncheckedIOException(error, new IOException(error));
    }
    directory.requireRoom(ended.attempt.point());
  }

  private void failed(Ended ended, PointFailure failure, Account account) throws IOException {
    SweepPoint point = ended.attempt.point();
    String reason = reason(ended, failure, account);
    journal.failed(point, failure, reason);
    if (failure.mayPass() && countedTries(ended.attempt, failure) < policy.tries()) {
      progress.failedForNow(point, reason);
      queue.addAgain(point, ended.attempt.number() + (failure.counts() ? 1 : 0), failure);
      return;
    }
    if (new PointRows(directory.rows(point)).keepFailed()) {
      new SweepCsv(directory.csv()).take(directory.rows(point));
    }
    progress.failed(point, reason);
    failed.add(point);
  }

  /** A node that is lost again and again ends this sweep as well, but is not held against later. */
  private int countedTries(Attempt attempt, PointFailure failure) {
    return failure.counts() ? attempt.number() : lostNodes.merge(attempt.point(), 1, Integer::sum);
  }

  private String reason(Ended ended, PointFailure failure, Account account) throws IOException {
    String error = ended.child.errorLine();
    return "%s%sexit %s: %s (%s)"
        .formatted(
            failure == PointFailure.FAILED ? "" : failure,
            failure == PointFailure.FAILED ? "" : memory(ended.attempt, failure, account) + ", ",
            ended.child.exitCode(),
            error.isEmpty() ? "nothing on stderr" : error,
            directory.stderr(ended.attempt.point()));
  }

  /** What a point that lacked memory had. */
  private String memory(Attempt attempt, PointFailure failure, Account account) {
    if (failure != PointFailure.OUT_OF_MEMORY) {
      return "";
    }
    OptionalLong had = executor.memoryBytes(attempt);
    return (had.isPresent() ? " with %s MiB a node".formatted(had.getAsLong() >> 20) : "")
        + (account.peakBytes().isPresent()
            ? " (a task had %s MiB)".formatted(account.peakBytes().getAsLong() >> 20)
            : "");
  }
}
