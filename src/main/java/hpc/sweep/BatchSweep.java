package hpc.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
   * @param hpc the words that start this program on a compute node
   * @param options options of sbatch, such as {@code --mem=2G}
   * @param modules to load in each job
   * @param mpi what srun is told where ranks use the cluster's MPI; empty for Slurm's default
   * @param minutes the time limit of each task, for the prediction
   */
  public record Jobs(
      List<String> hpc,
      List<String> options,
      List<String> modules,
      Optional<String> mpi,
      OptionalLong minutes) {

    /** Copies the words. */
    public Jobs {
      hpc = List.copyOf(hpc);
      options = List.copyOf(options);
      modules = List.copyOf(modules);
    }
  }

  private static final int NAME_BITS = 0xfffff;

  private final SweepConfig config;
  private final SweepDirectory directory;
  private final Conduct conduct;
  private final BatchLimits limits;
  private final Jobs jobs;

  /** Prepares a submission; nothing is written yet. */
  public BatchSweep(
      SweepConfig config, Path directory, Conduct conduct, BatchLimits limits, Jobs jobs) {
    this.config = config;
    this.directory = new SweepDirectory(directory, config.name());
    this.conduct = conduct;
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

  private List<Point> skippedPoints() {
    return config.tooLarge() == SweepConfig.TooLarge.SKIP
        ? left().filter(point -> limits.tooLarge(point).isPresent()).toList()
        : List.of();
  }

  private static List<String> named(List<Point> points, Function<Point, Optional<String>> reason) {
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
    for (BatchScript script : scripts()) {
      lines.add("");
      lines.add("jobs/" + script.name() + ":");
      script.text(common()).lines().forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add("jobs/aggregate.sh:");
    aggregateScript().lines().forEach(line -> lines.add("  " + line));
    lines.add("");
    lines.add(CoreHours.line(due(), History.read(directory.journals()), jobs.minutes));
    return lines;
  }

  /**
   * Submits what is due.
   *
   * @return a line for each job
   * @throws IllegalArgumentException if jobs of this sweep wait or run: one line
   * @throws IOException if Slurm refuses: what it says
   */
  public List<String> submit(SlurmClient slurm) throws IOException, InterruptedException {
    directory.requireNoStrangers(config.text());
    directory.make();
    try (Journal journal = Journal.open(directory.journal())) {
      if (conduct.start() == Conduct.Start.ANEW) {
        directory.requireNothingMeasured();
      }
      List<String> active = slurm.jobs(jobName());
      if (!active.isEmpty()) {
        throw new IllegalArgumentException(
            "jobs of this sweep wait or run: %s; wait for them or scancel them"
                .formatted(String.join(", ", active)));
      }
      directory.keep(config.text());
      directory.takeRestOfRows();
      List<BatchScript> scripts = scripts();
      if (scripts.isEmpty()) {
        return List.of("nothing is left to run");
      }
      journal.begin(conduct);
      skippedPoints().forEach(p -> journal.skipped(p, limits.tooLarge(p).orElseThrow()));
      return submit(slurm, scripts);
    }
  }

  private List<String> submit(SlurmClient slurm, List<BatchScript> scripts)
      throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (BatchScript script : scripts) {
      Path file = directory.writeJob(script.name(), script.text(common()));
      ids.add(slurm.submit(List.of(), file));
      lines.add(
          "job %s: %s points, %s nodes, %s ranks x %s threads each"
              .formatted(
                  ids.getLast(),
                  script.points().size(),
                  script.wanted().nodes(),
                  script.wanted().ranks(),
                  script.wanted().threads()));
    }
    Path file = directory.writeJob("aggregate.sh", aggregateScript());
    String last = slurm.submit(List.of("--dependency=afterany:" + String.join(":", ids)), file);
    lines.add("job %s: aggregates when they have ended".formatted(last));
    return lines;
  }

  private List<Point> due() {
    return config.tooLarge() == SweepConfig.TooLarge.SKIP
        ? left().filter(point -> limits.tooLarge(point).isEmpty()).toList()
        : left().toList();
  }

  /** What earlier submissions have not done. */
  private Stream<Point> left() {
    History history =
        History.read(conduct.start() == Conduct.Start.RESUMED ? directory.journals() : List.of());
    return config.points().stream()
        .filter(point -> history.of(point, conduct.setting()).due(conduct.tries()));
  }

  private List<BatchScript> scripts() {
    Map<Resources, List<Point>> groups = new LinkedHashMap<>();
    due()
        .forEach(point ->
            groups
                .computeIfAbsent(Resources.of(point, limits.cpus()), _ -> new ArrayList<>())
                .add(point));
    List<BatchScript> scripts = new ArrayList<>();
    int number = 0;
    for (Map.Entry<Resources, List<Point>> group : groups.entrySet()) {
      scripts.addAll(BatchScript.of(++number, group.getKey(), group.getValue()));
    }
    return scripts;
  }

  /** The same for every submission of this directory, so that jobs that wait are found. */
  private String jobName() {
    return String.format(
        Locale.ROOT, "%s-%05x", config.name(), directory.root().toString().hashCode() & NAME_BITS);
  }

  private BatchScript.Common common() {
    List<String> task = new ArrayList<>(jobs.hpc);
    task.addAll(
        List.of(
            "sweep",
            "task",
            directory.root().toString(),
            "--tries=" + conduct.tries(),
            "--machine=" + conduct.setting().machine()));
    return new BatchScript.Common(jobName(), directory.root(), jobs, task);
  }

  private String aggregateScript() {
    List<String> command = new ArrayList<>(jobs.hpc);
    String root = directory.root().toString();
    command.addAll(
        List.of(
            "aggregate", root, "--out", root + "/summary.csv", "--report", root + "/report.html"));
    return common().script(List.of("--nodes=1", "--ntasks=1"), "slurm-%j-aggregate.out", command);
  }
}
