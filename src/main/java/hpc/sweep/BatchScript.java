package hpc.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A job array of points that ask for the same: one task of the array a point. The script only
 * requests resources and launches.
 *
 * @param name of the file in the directory {@code jobs}
 * @param wanted what each task asks for
 * @param points the task with index k runs the k-th of them, counted from 1
 */
record BatchScript(String name, Resources wanted, List<Point> points) {

  /** The largest array that a Slurm takes whose MaxArraySize nobody has changed. */
  static final int MOST_POINTS = 1000;

  /** By what the ranks of a job know each other, made anew in every job as slurm/common.sh does. */
  private static final String SECRET =
      """
      HPC_SECRET=$(od -A n -N 16 -t x8 /dev/urandom | tr -d ' ')
      export HPC_SECRET
      """;

  /** As slurm/common.sh does it: "module" is a function, which a job may not have inherited. */
  private static final String FIND_MODULE =
      """
      for start_up in "${MODULESHOME:-}/init/bash" /etc/profile.d/modules.sh /etc/profile.d/lmod.sh; do
        type module >/dev/null 2>&1 || [ ! -r "$start_up" ] || source "$start_up"
      done
      """;

  /** What all jobs of a sweep have in common. */
  record Common(String jobName, Path directory, BatchSweep.Jobs jobs, List<String> task) {

    /** The text of a job that runs one command. */
    String script(List<String> requests, String log, List<String> command) {
      StringBuilder text = new StringBuilder("#!/bin/bash\n");
      text.append("# written by hpc sweep --executor sbatch\n");
      directive(text, "--job-name=" + jobName);
      requests.forEach(request -> directive(text, request));
      jobs.options().forEach(option -> directive(text, option));
      directive(text, "--output=\"" + directory.resolve("logs").resolve(log) + "\"");
      if (!jobs.modules().isEmpty()) {
        text.append(FIND_MODULE)
            .append("module load ")
            .append(String.join(" ", jobs.modules()))
            .append(" || exit 2\n");
      }
      jobs.mpi()
          .ifPresent(
              kind -> text.append("export %s=%s\n".formatted(SrunExecutor.MPI_VARIABLE, kind)));
      text.append(SECRET);
      return text.append("exec ").append(Shell.line(command)).append('\n').toString();
    }

    private static void directive(StringBuilder text, String option) {
      text.append("#SBATCH ").append(option).append('\n');
    }
  }

  String text(Common common) {
    List<String> requests =
        List.of(
            "--array=1-" + points.size(),
            "--nodes=" + wanted.nodes(),
            "--ntasks=" + wanted.ranks(),
            "--ntasks-per-node=" + wanted.tasksPerNode(),
            "--cpus-per-task=" + wanted.threads());
    List<String> command = new ArrayList<>(common.task());
    points.forEach(point -> command.add(point.id()));
    return common.script(requests, "slurm-%A_%a.out", command);
  }

  /** Cuts {@code points}, which all want the same, into arrays that Slurm takes. */
  static List<BatchScript> of(int number, Resources wanted, List<Point> points) {
    int arrays = Math.ceilDiv(points.size(), MOST_POINTS);
    return IntStream.range(0, arrays)
        .mapToObj(i ->
            new BatchScript(
                arrays == 1 ? "%s.sh".formatted(number) : "%s-%s.sh".formatted(number, i + 1),
                wanted,
                points.subList(i * MOST_POINTS, Math.min(points.size(), (i + 1) * MOST_POINTS))))
        .toList();
  }
}
