package hpc.sweep;

import hpc.exec.FileError;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How far a sweep has come that runs, or was stopped or killed, as its directory tells.
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
    History history = History.read(directory.journals());
    BuildAndCpu setting = history.latest().orElse(new BuildAndCpu("", ""));
    List<String> failed = new ArrayList<>();
    List<SweepPoint> left = new ArrayList<>();
    int done = 0;
    int skipped = 0;
    double seconds = 0;
    for (SweepPoint point : config.points()) {
      History.Standing standing = history.of(point, setting);
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
        new SubmittedPoints(directory, history).lines(left, slurm),
        done == 0 ? OptionalDouble.empty() : OptionalDouble.of(seconds / done * left.size()));
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
