package hpc.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What became of the points of a submitted sweep that no journal tells the end of. */
record SubmittedPoints(SweepDirectory directory, History history) {

  /** A task of a job array. */
  private record Task(String job, int index) {

    @Override
    public String toString() {
      return job + "_" + index;
    }
  }

  /** One for the jobs that wait and run, if any do, and one for each that has ended. */
  List<String> lines(List<SweepPoint> points, SlurmClient slurm) throws InterruptedException {
    SequencedMap<SweepPoint, Task> tasks = tasks(points);
    if (tasks.isEmpty()) {
      return List.of();
    }
    TreeSet<String> jobs = new TreeSet<>();
    tasks.values().forEach(task -> jobs.add(task.job));
    Map<String, SlurmClient.State> states = slurm.states(jobs);
    Map<String, Integer> unfinished = new TreeMap<>();
    List<String> ends = new ArrayList<>();
    tasks.forEach((point, task) -> {
      SlurmClient.State state = states.get(task.toString());
      if (state != null && !state.hasEnded()) {
        unfinished.merge(state.word(), 1, Integer::sum);
      } else {
        String end = state == null ? "Slurm does not know it any more" : state.end();
        ends.add(
            "ended: %s %s: job %s: %s: %s"
                .formatted(point.index(), point.label(), task, end, lastWords(task)));
      }
    });
    List<String> lines = new ArrayList<>();
    if (!unfinished.isEmpty()) {
      lines.add(
          "jobs: "
              + String.join(
                  ", ",
                  unfinished.entrySet().stream()
                      .map(e -> e.getValue() + " " + e.getKey())
                      .toList()));
    }
    lines.addAll(ends);
    return lines;
  }

  /** The task that each point was given last. */
  private SequencedMap<SweepPoint, Task> tasks(List<SweepPoint> points) {
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

  private String lastWords(Task task) {
    Path log = directory.jobLog(task.job, Integer.toString(task.index));
    try {
      String complaint = new LogFile(log).complaint();
      return "%s (%s)".formatted(complaint.isEmpty() ? "it said nothing" : complaint, log);
    } catch (IOException e) {
      return "it left no log " + log;
    }
  }
}
