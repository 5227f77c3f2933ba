package hpc.slurm;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Slurm's environment variables say about this process. Text that Slurm did not give is empty.
 *
 * @param place where in a job this process stands
 * @param jobId for an array the number of this very task's job
 * @param arrayJobId job of the whole array
 * @param arrayTaskId index in the array
 * @param stepId empty unless in a step
 * @param rank number of this task in its step, 0 outside steps
 * @param tasks tasks of the step, 1 outside steps
 * @param nodes nodes of the step, or of the job in its script; 1 outside Slurm
 * @param tasksOnNode tasks of the step on this node, 1 outside steps
 * @param cpusPerTask what was asked for with {@code --cpus-per-task}
 * @param cpus cpus that this process may use: its share in a step, those of the job on this node in
 *     the script of a job
 * @param memoryBytes memory that this process may use, by the same rule; empty if it has no limit
 * @param nodeList nodes of the step or job in Slurm's notation
 * @param scratch directories said to be local to the node, the most specific first; they need not
 *     exist
 */
public record Allocation(
    Place place,
    String cluster,
    String jobId,
    String jobName,
    String arrayJobId,
    String arrayTaskId,
    String stepId,
    int rank,
    int tasks,
    int nodes,
    int tasksOnNode,
    OptionalInt cpusPerTask,
    OptionalInt cpus,
    OptionalLong memoryBytes,
    String nodeList,
    List<Path> scratch) {

  /** Where in a job a process stands. */
  public enum Place {
    /** in no job */
    OUTSIDE,
    /** in the script of a job, or in the shell of salloc: it has the node's whole share */
    SCRIPT,
    /** one of the tasks that srun started */
    STEP
  }

  /** Steps from here on are no steps of srun: the script, the shell of salloc, the adopted. */
  private static final long FIRST_SPECIAL_STEP = 0xffff_fff0L;

  private static final int BYTES_PER_MIB_SHIFT = 20;

  private static final Pattern CPUS_OF_TASK = Pattern.compile("\\bcpu[:=]([1-9][0-9]{0,8})\\b");

  /** Rejects contradictions; the message names the variable. */
  public Allocation {
    scratch = List.copyOf(scratch);
    if (rank < 0 || rank >= tasks) {
      throw new IllegalArgumentException(
          "SLURM_PROCID=%s: SLURM_NTASKS is %s; accepted: 0 to %s"
              .formatted(rank, tasks, tasks - 1));
    }
  }

  /** The allocation of a process outside Slurm. */
  public static Allocation none() {
    return of(Map.of());
  }

  /**
   * Reads the allocation from environment variables.
   *
   * @throws IllegalArgumentException if a variable holds what Slurm never writes; one line that
   *     names the variable
   */
  public static Allocation of(Map<String, String> env) {
    Variables slurm = new Variables(env);
    Place place = place(slurm);
    boolean step = place == Place.STEP;
    int node = step ? slurm.count("SLURM_NODEID", 0).orElse(0) : 0;
    int tasks = step ? slurm.count(1, "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS").orElse(1) : 1;
    int tasksOnNode =
        step
            ? slurm.perNode(node, "SLURM_STEP_TASKS_PER_NODE", "SLURM_TASKS_PER_NODE").orElse(tasks)
            : 1;
    OptionalInt cpusPerTask = slurm.cpusPerTask();
    OptionalInt cpus = place == Place.OUTSIDE ? OptionalInt.empty() : slurm.cpusOnNode(node);
    if (step) {
      cpus = cpusPerTask.isPresent() ? cpusPerTask : share(cpus, tasksOnNode);
    }
    return new Allocation(
        place,
        slurm.text("SLURM_CLUSTER_NAME"),
        slurm.text("SLURM_JOB_ID", "SLURM_JOBID"),
        slurm.text("SLURM_JOB_NAME"),
        slurm.text("SLURM_ARRAY_JOB_ID"),
        slurm.text("SLURM_ARRAY_TASK_ID"),
        step ? slurm.text("SLURM_STEP_ID", "SLURM_STEPID") : "",
        step ? slurm.count("SLURM_PROCID", 0).orElse(0) : 0,
        tasks,
        nodes(slurm, step),
        tasksOnNode,
        cpusPerTask,
        cpus,
        slurm.memory(tasksOnNode, cpus),
        step
            ? slurm.text("SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST")
            : slurm.text("SLURM_JOB_NODELIST", "SLURM_NODELIST"),
        slurm.paths("SLURM_TMPDIR", "LOCAL_SCRATCH", "TMPDIR"));
  }

  /**
   * Whether a process with this environment stands in a step that srun started. The script of a job
   * has many variables of a task too, but the number of its step is special or no number at all.
   */
  public static boolean isStep(Map<String, String> env) {
    long step = Variables.digits(new Variables(env).text("SLURM_STEP_ID", "SLURM_STEPID"));
    return step >= 0 && step < FIRST_SPECIAL_STEP;
  }

  /** Whether a job was given one hardware thread of each of its cores. */
  public static boolean hasCoresOnly(Map<String, String> env) {
    return "1".equals(env.get("SLURM_THREADS_PER_CORE"))
        || "nomultithread".equals(env.get("SLURM_HINT"));
  }

  /** One line for each variable that was ignored: users export these too, in other units. */
  public static List<String> ignored(Map<String, String> env) {
    Variables slurm = new Variables(env);
    return Stream.of("SLURM_MEM_PER_NODE", "SLURM_MEM_PER_CPU")
        .filter(name -> !MemorySize.isReadable(slurm.text(name)))
        .map(name -> Variables.bad(name, slurm.text(name), "MiB, or a unit as in 4G").getMessage())
        .map(line -> line + "; it is ignored")
        .toList();
  }

  private static Place place(Variables slurm) {
    if (slurm.text("SLURM_JOB_ID", "SLURM_JOBID").isEmpty()) {
      return Place.OUTSIDE;
    }
    slurm.number("SLURM_STEP_ID");
    slurm.number("SLURM_STEPID");
    return isStep(slurm.env()) ? Place.STEP : Place.SCRIPT;
  }

  private static int nodes(Variables slurm, boolean step) {
    OptionalInt ofStep = step ? slurm.count("SLURM_STEP_NUM_NODES", 1) : OptionalInt.empty();
    return ofStep.isPresent()
        ? ofStep.getAsInt()
        : slurm.count(1, "SLURM_JOB_NUM_NODES", "SLURM_NNODES").orElse(1);
  }

  private static OptionalInt share(OptionalInt cpus, int tasks) {
    return cpus.isPresent() ? OptionalInt.of(Math.max(1, cpus.getAsInt() / tasks)) : cpus;
  }

  /** Environment variables, read with complaints that name them. */
  private record Variables(Map<String, String> env) {

    /** The first of {@code names} that has a value, else empty text. */
    String text(String... names) {
      for (String name : names) {
        String value = env.get(name);
        if (value != null && !value.isBlank()) {
          return value.strip();
        }
      }
      return "";
    }

    List<Path> paths(String... names) {
      List<Path> paths = new ArrayList<>();
      for (String name : names) {
        String value = text(name);
        if (!value.isEmpty()) {
          try {
            paths.add(Path.of(value));
          } catch (InvalidPathException e) {
            throw bad(name, value, "a path");
          }
        }
      }
      return paths;
    }

    OptionalLong number(String name) {
      String value = text(name);
      if (value.isEmpty()) {
        return OptionalLong.empty();
      }
      long number = digits(value);
      if (number < 0) {
        throw bad(name, value, "a whole number");
      }
      return OptionalLong.of(number);
    }

    OptionalInt count(String name, int least) {
      OptionalLong number = number(name);
      if (number.isEmpty()) {
        return OptionalInt.empty();
      }
      if (number.getAsLong() < least || number.getAsLong() > Integer.MAX_VALUE) {
        throw bad(name, text(name), "a whole number from " + least + " on");
      }
      return OptionalInt.of((int) number.getAsLong());
    }

    OptionalInt count(int least, String... names) {
      for (String name : names) {
        OptionalInt count = count(name, least);
        if (count.isPresent()) {
          return count;
        }
      }
      return OptionalInt.empty();
    }

    /**
     * Newer releases of Slurm may say it among the resources of a task, such as cpu:2,gres/gpu:1.
     */
    OptionalInt cpusPerTask() {
      OptionalInt cpus = count("SLURM_CPUS_PER_TASK", 1);
      Matcher among = CPUS_OF_TASK.matcher(text("SLURM_TRES_PER_TASK"));
      return cpus.isEmpty() && among.find()
          ? OptionalInt.of(Integer.parseInt(among.group(1)))
          : cpus;
    }

    OptionalInt cpusOnNode(int node) {
      OptionalInt here = count("SLURM_CPUS_ON_NODE", 1);
      return here.isPresent() ? here : perNode(node, "SLURM_JOB_CPUS_PER_NODE");
    }

    /** The entry for {@code node} in the first of these lists that is there. */
    OptionalInt perNode(int node, String... names) {
      for (String name : names) {
        String list = text(name);
        if (!list.isEmpty()) {
          List<Integer> counts =
              HostList.counts(list)
                  .orElseThrow(() -> bad(name, list, "counts per node such as 2(x3),1"));
          return node < counts.size() ? OptionalInt.of(counts.get(node)) : OptionalInt.empty();
        }
      }
      return OptionalInt.empty();
    }

    /**
     * Memory per node is shared by the tasks there; memory per cpu is not. Zero is all there is.
     */
    OptionalLong memory(int tasksOnNode, OptionalInt cpus) {
      OptionalLong perNode = MemorySize.mebibytes(text("SLURM_MEM_PER_NODE"));
      if (perNode.isPresent()) {
        return OptionalLong.of((perNode.getAsLong() << BYTES_PER_MIB_SHIFT) / tasksOnNode);
      }
      OptionalLong perCpu = MemorySize.mebibytes(text("SLURM_MEM_PER_CPU"));
      if (perCpu.isPresent() && cpus.isPresent()) {
        return OptionalLong.of((perCpu.getAsLong() * cpus.getAsInt()) << BYTES_PER_MIB_SHIFT);
      }
      return OptionalLong.empty();
    }

    /** The number that {@code text} writes in at most 18 decimal digits, else -1. */
    private static long digits(String text) {
      return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private static IllegalArgumentException bad(String name, String value, String accepted) {
      // control characters would break the line
      return new IllegalArgumentException(
          name + "=" + value.replaceAll("\\p{Cc}", "?") + ": accepted: " + accepted);
    }
  }
}
