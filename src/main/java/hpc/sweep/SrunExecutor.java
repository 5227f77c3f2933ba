package hpc.sweep;

import hpc.slurm.Allocation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts points as job steps inside a Slurm allocation: ranks become tasks, threads the cpus of a
 * task.
 *
 * <p>Tasks are spread evenly over the fewest nodes that hold them, or over as many as the point
 * asks for, neighbouring ranks on one node. Left alone, srun would fill the first node before it
 * gives the second its share.
 */
public final class SrunExecutor implements PointExecutor {

  /**
   * What the job was submitted with, and what an srun around this process set for its own step;
   * srun reads them as its options and they do not hold for the steps of a sweep. The memory
   * variables are another matter, see {@link #adjust}.
   */
  private static final Pattern NOT_FOR_STEPS =
      Pattern.compile(
          "SLURM_(N?TASKS_PER_(NODE|CORE|SOCKET)|CPU_BIND.*|MEM_BIND.*|DISTRIBUTION|DIST_PLANESIZE"
              + "|TRES_PER_TASK|OVERCOMMIT|LABELIO|STD(IN|OUT|ERR)MODE)");

  private static final Set<String> MEMORY =
      Set.of("SLURM_MEM_PER_CPU", "SLURM_MEM_PER_GPU", "SLURM_MEM_PER_NODE");

  /** One entry of SLURM_JOB_CPUS_PER_NODE: {@code 72(x2)} is 72 cpus on each of two nodes. */
  private static final Pattern CPUS = Pattern.compile("(\\d{1,6})(?:\\(x(\\d{1,6})\\))?");

  private final List<String> java;

  /**
   * Inside a step, {@code srun --pty bash} say, the step holds all that the job has, and another
   * one would wait for its end without a word.
   */
  private final List<String> sharing;

  /** Cpus of the job on each node, the largest first. */
  private final List<Integer> cpusByNode;

  /**
   * Reads the allocation.
   *
   * @param java the words that start this program on a compute node: JVM, jar
   * @param environment of this process
   * @throws IllegalArgumentException if this is no Slurm job
   */
  public SrunExecutor(List<String> java, Map<String, String> environment) {
    if (!environment.containsKey("SLURM_JOB_ID")) {
      throw new IllegalArgumentException(
          "--executor srun: not inside a Slurm allocation (SLURM_JOB_ID is not set); start the"
              + " sweep with sbatch or salloc, or take --executor local");
    }
    this.java = List.copyOf(java);
    this.sharing = Allocation.isStep(environment) ? List.of("--overlap") : List.of();
    this.cpusByNode = cpusByNode(environment.getOrDefault("SLURM_JOB_CPUS_PER_NODE", ""));
  }

  @Override
  public Optional<String> misfit(Point point) {
    if (point.nodes().isEmpty()) {
      return leastNodes(point) > 0
          ? Optional.empty()
          : Optional.of(wants(point) + ", the job has " + allocation());
    }
    int nodes = point.nodes().getAsInt();
    if (nodes > point.ranks()) {
      return Optional.of("wants " + nodes + " nodes for " + counted(point.ranks(), "rank"));
    }
    return nodes <= cpusByNode.size() && holds(nodes, point)
        ? Optional.empty()
        : Optional.of(
            wants(point) + " on " + counted(nodes, "node") + ", the job has " + allocation());
  }

  @Override
  public List<String> command(Point point) {
    int nodes = point.nodes().orElseGet(() -> leastNodes(point));
    List<String> command = new ArrayList<>();
    command.add("srun");
    command.add("--job-name=" + point.id()); // the name of the step in the accounting
    command.add("--nodes=" + nodes);
    command.add("--ntasks=" + point.ranks());
    command.add("--ntasks-per-node=" + tasksPerNode(nodes, point));
    command.add("--cpus-per-task=" + point.threads());
    command.add("--exact"); // the cpus asked for, not all of the job's
    command.add("--kill-on-bad-exit=1");
    command.add("--mpi=none"); // MPJ Express meets over TCP, PMI would only cost time
    command.add("--input=none");
    command.add("--export=ALL"); // also in a job submitted with --export=NONE
    command.addAll(sharing);
    command.addAll(java);
    command.addAll(point.words(Set.of(Point.NODES, Point.RANKS)));
    return command;
  }

  /**
   * Removes what would be taken for options of the step. Of the memory variables one is right and
   * is kept; two or three, as left by a job submitted from inside another job, make srun refuse to
   * start: then all go and the step has the memory of the job.
   */
  @Override
  public void adjust(Map<String, String> environment) {
    environment.keySet().removeIf(name -> NOT_FOR_STEPS.matcher(name).matches());
    if (MEMORY.stream().filter(environment::containsKey).count() > 1) {
      environment.keySet().removeAll(MEMORY);
    }
  }

  /** The fewest nodes that hold the point, 0 if none do. */
  private int leastNodes(Point point) {
    for (int nodes = 1; nodes <= Math.min(cpusByNode.size(), point.ranks()); nodes++) {
      if (holds(nodes, point)) {
        return nodes;
      }
    }
    return 0;
  }

  private boolean holds(int nodes, Point point) {
    int most = tasksPerNode(nodes, point);
    return cpusByNode.stream()
            .limit(nodes)
            .mapToLong(cpus -> Math.min(most, cpus / point.threads()))
            .sum()
        >= point.ranks();
  }

  private static int tasksPerNode(int nodes, Point point) {
    return Math.ceilDiv(point.ranks(), nodes);
  }

  private static String wants(Point point) {
    return "wants " + counted(point.ranks(), "rank") + " x " + counted(point.threads(), "cpu");
  }

  private String allocation() {
    return counted(cpusByNode.size(), "node")
        + " with "
        + cpusByNode.stream().map(Object::toString).distinct().collect(Collectors.joining(" or "))
        + " cpus";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static List<Integer> cpusByNode(String list) {
    List<Integer> cpus = new ArrayList<>();
    for (String entry : list.split(",", -1)) {
      Matcher matcher = CPUS.matcher(entry);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "SLURM_JOB_CPUS_PER_NODE=" + list + ": accepted: cpus by node such as 72(x2),36");
      }
      int nodes = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      cpus.addAll(Collections.nCopies(nodes, Integer.valueOf(matcher.group(1))));
    }
    cpus.sort(Comparator.reverseOrder());
    return List.copyOf(cpus);
  }
}
