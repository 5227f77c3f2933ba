package hpc.sweep;

import hpc.sweep.CpuAllocator.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A sweep that Slurm runs: job arrays of points that ask for the same, and a job that aggregates
 * when all have ended. Each task of an array is a sweep of one point, which journals and writes for
 * itself; a later submission, as a resumed sweep does, submits what is left.
 */
public final class BatchSweep {

  /**
   * What the jobs run and ask for.
   *
   * @param hpc the command that starts this program on a compute node
   * @param options options of sbatch, such as {@code --mem=2G}
   * @param modules to load in each job
   * @param mpi srun's {@code --mpi} for ranks that use the cluster's MPI; empty for Slurm's default
   * @param minutes the time limit of each task, for the prediction
   */
  public record Jobs(
      List<String> hpc,
      List<String> options,
      List<String> modules,
      Optional<String> mpi,
      OptionalLong minutes) {

    /** Copies the lists. */
    public Jobs {
      hpc = List.copyOf(hpc);
      options = List.copyOf(options);
      modules = List.copyOf(modules);
    }
  }

  private static final int NAME_BITS = 0xfffff;

  private static final String AGGREGATE = "aggregate";

  private final SweepConfig config;
  private final SweepDirectory directory;
  private final SweepPolicy policy;
  private final BatchLimits limits;
  private final Jobs jobs;

  /** Prepares a submission; nothing is written yet. */
  public BatchSweep(
      SweepConfig config, Path directory, SweepPolicy policy, BatchLimits limits, Jobs jobs) {
    this.config = config;
    this.directory = new SweepDirectory(directory, config.name());
    this.policy = policy;
    this.limits = limits;
    this.jobs = jobs;
  }

  /** One line for each point that is due and that Slurm or the program would refuse. */
  public List<String> refusals() {
    return named(due(), limits::refusal);
  }

  /** One line for each point that is left out because the cluster has no room for it. */
  public List<String> skipped() {
    return named(skippedPoints(), limits::tooLarge);
  }

  private List<SweepPoint> skippedPoints() {
    return config.tooLarge() == SweepConfig.TooLarge.SKIP
        ? left().filter(point -> limits.tooLarge(point).isPresent()).toList()
        : List.of();
  }

  private static List<String> named(
      List<SweepPoint> points, Function<SweepPoint, Optional<String>> reason) {
    return points.stream()
        .flatMap(point ->
            reason.apply(point).stream()
                .map(why -> "point %s %s: %s".formatted(point.index(), point.label(), why)))
        .toList();
  }

  /** Points, scripts and the most that they may cost. */
  public List<String> plan() {
    List<String> lines = new ArrayList<>();
    due().forEach(p -> lines.add("%s  %s  %s".formatted(p.index(), p.id(), p.label())));
    for (BatchScript script : scripts(due(), nextRun())) {
      lines.add("");
      lines.add("jobs/" + script.file() + ":");
      script.text(common(nextRun())).lines().forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add("jobs/aggregate.sh:");
    aggregateScript(nextRun()).lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add(CoreHours.line(due(), directory.history(), jobs.minutes));
    return lines;
  }

  /**
   * Submits what is due and stands in no job that waits or runs.
   *
   * @param tell takes a line for each job, as soon as it is submitted
   * @throws IllegalArgumentException if jobs of this sweep wait or run, which are to be waited for
   *     or, without resuming, to be ended: one line
   * @throws IOException if Slurm refuses: what it says, and what was submitted before
   */
  public void submit(SlurmClient slurm, Consumer<String> tell)
      throws IOException, InterruptedException {
    directory.requireNoStrangers(config.text());
    directory.make();
    try (Journal journal = Journal.open(directory.journal())) {
      directory.requireRoomFor(policy);
      Queued queued = queued(slurm, journal);
      directory.keep(config.text());
      if (queued.jobs().isEmpty()) {
        directory.takeRestOfRows();
      }
      List<SweepPoint> missing =
          due().stream().filter(point -> !queued.points().contains(point.id())).toList();
      if (missing.isEmpty()) {
        if (queued.jobs().isEmpty()) {
          tell.accept("nothing is left to run");
        } else if (queued.aggregates().isEmpty()) {
          aggregateAfter(queued.arrays(), slurm, nextRun(), tell); // the submission was killed
        } else {
          throw stillQueued(queued.jobs());
        }
        return;
      }
      long run = nextRun();
      journal.begin(policy, run);
      skippedPoints().forEach(p -> journal.skipped(p, limits.tooLarge(p).orElseThrow()));
      submit(slurm, journal, run, scripts(missing, run), queued.arrays(), tell);
    }
  }

  /** Jobs of this sweep that wait or run, their points and arrays, and those that aggregate. */
  private record Queued(
      Set<String> jobs, Set<String> points, Set<String> arrays, Set<String> aggregates) {}

  private Queued queued(SlurmClient slurm, Journal journal)
      throws IOException, InterruptedException {
    Map<String, History.Submission> submitted = new HashMap<>();
    directory.history().submissions().forEach(s -> submitted.put(s.name(), s));
    Queued queued = new Queued(new TreeSet<>(), new HashSet<>(), new TreeSet<>(), new HashSet<>());
    List<String> foreign = new ArrayList<>();
    for (SlurmClient.Task task : slurm.tasks(jobName())) {
      String name = task.name().substring(Math.min(task.name().length(), jobName().length() + 1));
      if (name.equals(AGGREGATE)) {
        queued.aggregates.add(task.job());
        continue; // takes nothing away
      }
      queued.jobs.add(task.job());
      queued.arrays.add(task.array());
      submitted.computeIfPresent(name, (_, array) -> withNumber(array, task, journal));
      Optional<String> point = pointOf(submitted.get(name), task);
      point.ifPresent(queued.points::add);
      if (point.isEmpty()) {
        foreign.add(task.job());
      }
    }
    if (!foreign.isEmpty()
        || (policy.start() == SweepPolicy.Start.ANEW && !queued.jobs.isEmpty())) {
      throw stillQueued(queued.jobs);
    }
    return queued;
  }

  /** A submission that was killed may not have written down what sbatch answered. */
  private static History.Submission withNumber(
      History.Submission array, SlurmClient.Task task, Journal journal) {
    if (array.job().isPresent()) {
      return array;
    }
    journal.submitted(array.name(), task.array());
    return new History.Submission(array.name(), array.points(), Optional.of(task.array()));
  }

  private static Optional<String> pointOf(History.Submission array, SlurmClient.Task task) {
    return Optional.ofNullable(array)
        .filter(a -> task.index() >= 0 && task.index() < a.points().size())
        .map(a -> a.points().get(task.index()));
  }

  private static IllegalArgumentException stillQueued(Set<String> jobs) {
    return new IllegalArgumentException(
        "jobs of this sweep wait or run: %s; wait for them or scancel them"
            .formatted(String.join(", ", jobs)));
  }

  private void submit(
      SlurmClient slurm,
      Journal journal,
      long run,
      List<BatchScript> scripts,
      Set<String> earlier,
      Consumer<String> tell)
      throws IOException, InterruptedException {
    List<String> ids = new ArrayList<>();
    try {
      for (BatchScript script : scripts) {
        Path file = directory.writeJob(script.file(), script.text(common(run)));
        journal.submitting(script.name(), script.points());
        ids.add(slurm.submit(List.of(), file));
        journal.submitted(script.name(), ids.getLast());
        tell.accept(script.line(ids.getLast()));
      }
    } catch (IOException e) {
      throw new IOException(
          "%s of %s job arrays were submitted%s, then Slurm refused: %s; --resume submits the rest"
              .formatted(
                  ids.size(),
                  scripts.size(),
                  ids.isEmpty() ? "" : " (" + String.join(", ", ids) + ")",
                  e.getMessage()),
          e);
    } finally {
      if (!ids.isEmpty()) {
        aggregateAfter(Stream.concat(earlier.stream(), ids.stream()).toList(), slurm, run, tell);
      }
    }
  }

  private void aggregateAfter(
      Collection<String> ids, SlurmClient slurm, long run, Consumer<String> tell)
      throws InterruptedException {
    Path file = directory.writeJob("aggregate.sh", aggregateScript(run));
    try {
      String last = slurm.submit(List.of("--dependency=afterany:" + String.join(":", ids)), file);
      tell.accept("job %s: aggregates when they have ended".formatted(last));
    } catch (IOException e) {
      tell.accept(
          "no job aggregates when they have ended (%s): then hpc aggregate %s"
              .formatted(e.getMessage(), directory.root()));
    }
  }

  private List<SweepPoint> due() {
    return config.tooLarge() == SweepConfig.TooLarge.SKIP
        ? left().filter(point -> limits.tooLarge(point).isEmpty()).toList()
        : left().toList();
  }

  /** What earlier submissions have not done. */
  private Stream<SweepPoint> left() {
    History history = directory.history(policy);
    return config.points().stream().filter(point -> history.isDue(point, policy));
  }

  private long nextRun() {
    return directory.history().nextRun();
  }

  /** Points that ask for the same, in arrays that are no longer than Slurm takes. */
  private List<BatchScript> scripts(List<SweepPoint> points, long run) {
    Map<Resources, List<SweepPoint>> groups = new LinkedHashMap<>();
    points.forEach(point ->
        groups
            .computeIfAbsent(Resources.of(point, limits.cpus()), _ -> new ArrayList<>())
            .add(point));
    List<BatchScript> scripts = new ArrayList<>();
    groups.forEach((wanted, all) -> {
      for (int from = 0; from < all.size(); from += limits.tasks()) {
        scripts.add(
            new BatchScript(
                "%s.%s".formatted(run, scripts.size() + 1),
                wanted,
                all.subList(from, Math.min(all.size(), from + limits.tasks()))));
      }
    });
    return scripts;
  }

  /** With this the names of all jobs of this directory begin, so that those that wait are found. */
  private String jobName() {
    return String.format(
        Locale.ROOT, "%s-%05x", config.name(), directory.root().toString().hashCode() & NAME_BITS);
  }

  private BatchScript.Common common(long run) {
    List<String> task =
        List.of(
            "sweep",
            "task",
            directory.root().toString(),
            "--run=" + run,
            "--tries=" + policy.tries(),
            "--machine=" + policy.buildAndCpu().machine());
    return new BatchScript.Common(jobName(), directory.root(), jobs, task);
  }

  private String aggregateScript(long run) {
    String root = directory.root().toString();
    return common(run)
        .script(
            "-" + AGGREGATE,
            List.of("--nodes=1", "--ntasks=1"),
            "slurm-%j-aggregate.out",
            List.of(
                "aggregate",
                root,
                "--out",
                root + "/summary.csv",
                "--report",
                root + "/report.html"));
  }
}
