package hpc.sweep;

import hpc.exec.FileError;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The progress of a sweep that runs, or was stopped or killed, as its directory records it.
 *
 * @param name the sweep's name
 * @param points all of them
 * @param done those that have ended well
 * @param failed a line for each whose last try failed
 * @param skipped those that did not fit where the sweep ran
 * @param left all others: to come, or running
 * @param jobs of those left that were submitted: how many wait and run, and a line for each whose
 *     job has ended
 * @param secondsLeft the mean time of those done, times the points left; empty before the first
 */
public record SweepStatus(
    String name,
    int points,
    int done,
    List<String> failed,
    int skipped,
    int left,
    List<String> jobs,
    OptionalDouble secondsLeft) {

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Copies the lines. */
  public SweepStatus {
    failed = List.copyOf(failed);
    jobs = List.copyOf(jobs);
  }

  /**
   * Reads the directory of a sweep, and asks Slurm for the jobs of one that was submitted; nothing
   * is changed.
   *
   * @throws IllegalArgumentException if there is no sweep: one line
   */
  public static SweepStatus of(Path root, OptionCatalog options, SlurmClient slurm)
      throws InterruptedException {
    Path file = root.resolve(SweepDirectory.CONFIG);
    if (!file.toFile().exists()) {
      throw new IllegalArgumentException(
          FileError.of(file, new NoSuchFileException(file.toString())).getMessage()
              + "; accepted: the directory of a sweep");
    }
    SweepConfig config = SweepConfig.load(file, options);
    SweepDirectory directory = new SweepDirectory(root, config.name());
    History history = directory.history();
    List<String> failed = new ArrayList<>();
    List<SweepPoint> left = new ArrayList<>();
    int done = 0;
    int skipped = 0;
    double seconds = 0;
    for (SweepPoint point : config.points()) {
      History.Standing standing = history.ofLatest(point);
      if (standing.done()) {
        done++;
        seconds += standing.seconds().getAsDouble();
      } else if (standing.failures() > 0) {
        failed.add(
            "%s %s: %s, last: %s"
                .formatted(
                    point.index(),
                    point.label(),
                    standing.failures() == 1 ? "1 try" : standing.failures() + " tries",
                    standing.reason()));
      } else if (history.absence(point).isPresent()) {
        skipped++;
      } else {
        left.add(point);
      }
    }
    return new SweepStatus(
        config.name(),
        config.points().size(),
        done,
        failed,
        skipped,
        left.size(),
        jobs(directory, tasks(left, history), slurm),
        done == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds / done * left.size()));
  }

  private record Task(String job, int index) {

    @Override
    public String toString() {
      return job + "_" + index;
    }
  }

  /** The last task that each point was submitted as. */
  private static SequencedMap<SweepPoint, Task> tasks(List<SweepPoint> points, History history) {
    SequencedMap<SweepPoint, Task> tasks = new LinkedHashMap<>();
    for (SweepPoint point : points) {
      for (History.Submission submission : history.submissions()) {
        int index = submission.points().indexOf(point.id());
        if (index >= 0 && submission.job().isPresent()) {
          tasks.put(point, new Task(submission.job().get(), index));
        }
      }
    }
    return tasks;
  }

  private static List<String> jobs(
      SweepDirectory directory, SequencedMap<SweepPoint, Task> tasks, SlurmClient slurm)
      throws InterruptedException {
    if (tasks.isEmpty()) {
      return List.of();
    }
    TreeSet<String> jobs = new TreeSet<>();
    tasks.values().forEach(task -> jobs.add(task.job));
    Map<String, SlurmClient.State> states = slurm.states(jobs);
    Map<String, Integer> unfinished = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    tasks.forEach((point, task) -> {
      SlurmClient.State state = states.get(task.toString());
      if (state != null && !state.hasEnded()) {
        unfinished.merge(state.word(), 1, Integer::sum);
      } else {
        String end = state == null ? "Slurm no longer knows it" : state.end();
        lines.add(
            "ended: %s %s: job %s: %s: %s"
                .formatted(point.index(), point.label(), task, end, errorLine(directory, task)));
      }
    });
    if (!unfinished.isEmpty()) {
      lines.addFirst(
          unfinished.entrySet().stream()
              .map(state -> state.getValue() + " " + state.getKey())
              .collect(Collectors.joining(", ", "jobs: ", "")));
    }
    return lines;
  }

  private static String errorLine(SweepDirectory directory, Task task) {
    Path log = directory.jobLog(task.job, Integer.toString(task.index));
    try {
      String error = PointFailure.errorLine(log);
      return "%s (%s)".formatted(error.isEmpty() ? "its log is empty" : error, log);
    } catch (IOException e) {
      return "there is no log " + log;
    }
  }

  /** For people: a line of counts, one for each point that failed, and those of jobs. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String time =
        left == 0 || secondsLeft.isEmpty()
            ? ""
            : "; about %s to go"
                .formatted(
                    SweepProgress.clock((long) (secondsLeft.getAsDouble() * NANOS_PER_SECOND)));
    String unfit = skipped == 0 ? "" : ", " + skipped + " skipped";
    lines.add(
        "sweep %s: %s of %s points done, %s failed%s, %s left%s"
            .formatted(name, done, points, failed.size(), unfit, left, time));
    failed.forEach(line -> lines.add("failed: " + line));
    lines.addAll(jobs);
    return lines;
  }
}
