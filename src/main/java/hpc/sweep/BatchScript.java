package hpc.sweep;

import hpc.exec.Printable;
import hpc.sweep.CpuAllocator.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A job array of points that ask for the same: one task of the array a point. The script only
 * requests resources and launches.
 *
 * @param name number of the run and of the array in it; the queue shows it behind that of the sweep
 * @param wanted what each task asks for
 * @param points the task with index k runs the k-th of them, counted from 0
 */
record BatchScript(String name, Resources wanted, List<SweepPoint> points) {

  /**
   * The secret by which the ranks of a job know each other, new in every job as slurm/common.sh
   * does.
   */
  private static final String SECRET =
      """
      HPC_SECRET=$(od -An -N16 -tx1 /dev/urandom | tr -d ' ')
      export HPC_SECRET
      """;

  /** As slurm/common.sh does it: "module" is a function, which a job may not have inherited. */
  private static final String FIND_MODULE =
      """
      for start_up in "${MODULESHOME:-}/init/bash" /etc/profile.d/modules.sh /etc/profile.d/lmod.sh; do
        type module >/dev/null 2>&1 || [ ! -r "$start_up" ] || source "$start_up"
      done
      """;

  /** The node may lack the Java of the submitter; the program itself says which one fits. */
  private static final String FIND_JAVA =
      """
      java=@java@
      [ -x "$java" ] || for java in "${JAVA_HOME:-}/bin/java" "$(command -v java)" /usr/lib/jvm/*/bin/java; do
        "$java" @program@ --version >/dev/null 2>&1 && break
        java=
      done
      if [ -z "$java" ]; then
        echo "hpc: $(hostname) has no Java that runs @jar@: not" @java@ \\
          "(the submitter's), in JAVA_HOME (${JAVA_HOME:-unset}), on PATH or in /usr/lib/jvm;" \\
          "name a module that has one in the cluster profile, or submit with JAVA_HOME set" >&2
        exit 2
      fi
      """;

  record Common(String jobName, Path directory, BatchSweep.Jobs jobs, List<String> task) {

    /** The text of a job that runs one command. */
    String script(String suffix, List<String> requests, String log, List<String> command) {
      StringBuilder text = new StringBuilder("#!/bin/bash\n");
      text.append("# written by hpc sweep --executor sbatch\n");
      directive(text, "--job-name=" + jobName + suffix);
      requests.forEach(request -> directive(text, request));
      jobs.options().forEach(option -> directive(text, option));
      directive(text, "--output=\"" + asPattern(directory.resolve("logs")) + "/" + log + "\"");
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
      String java = Shell.line(jobs.hpc().subList(0, 1));
      String program = Shell.line(jobs.hpc().subList(1, jobs.hpc().size()));
      String jar = jobs.hpc().getLast().replaceAll("[^\\w/.-]", "?");
      text.append(
          FIND_JAVA.replace("@jar@", jar).replace("@program@", program).replace("@java@", java));
      return text.append("exec \"$java\" ")
          .append(program)
          .append(' ')
          .append(Shell.line(command))
          .append('\n')
          .toString();
    }

    /** A path in which nothing is replaced: %j is the number of the job elsewhere. */
    private static String asPattern(Path path) {
      return path.toString().replace("%", "%%").replace("\"", "\\\"");
    }

    /** A path with the end of a line in it would go on as a command of the script. */
    private static void directive(StringBuilder text, String option) {
      if (!Printable.line(option).equals(option)) {
        throw new IllegalArgumentException(
            "%s: control characters in an option of sbatch; accepted: another directory"
                .formatted(Printable.line(option)));
      }
      text.append("#SBATCH ").append(option).append('\n');
    }
  }

  String text(Common common) {
    List<String> requests =
        List.of(
            "--array=0-" + (points.size() - 1),
            "--nodes=" + wanted.nodes(),
            "--ntasks=" + wanted.ranks(),
            "--ntasks-per-node=" + wanted.tasksPerNode(),
            "--cpus-per-task=" + wanted.threads());
    List<String> command = new ArrayList<>(common.task());
    points.forEach(point -> command.add(point.id()));
    return common.script("-" + name, requests, "slurm-%A_%a.out", command);
  }

  String line(String job) {
    return "job %s: %s points, %s nodes, %s ranks x %s threads each"
        .formatted(job, points.size(), wanted.nodes(), wanted.ranks(), wanted.threads());
  }

  String file() {
    return name + ".sh";
  }
}
