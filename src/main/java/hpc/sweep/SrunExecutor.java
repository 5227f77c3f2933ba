package hpc.sweep;

import hpc.slurm.Allocation;
import hpc.slurm.HostList;
import hpc.sweep.CpuAllocator.Extent;
import hpc.sweep.CpuAllocator.Resources;
import hpc.sweep.PointQueue.Attempt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Starts points as job steps inside a Slurm allocation: ranks become tasks, threads the cpus of a
 * task.
 *
 * <p>Tasks are spread evenly over the fewest nodes that hold them, or over as many as the point
 * asks for, neighbouring ranks on one node. Left alone, srun would fill the first node before it
 * gives the second its share.
 *
 * <p>Several points run at once where they fit: then each gets its nodes and its part of the job's
 * memory, since a step without these takes all of it and the next one waits. A point by itself has
 * all the memory of the job on its nodes.
 */
public final class SrunExecutor implements PointExecutor {

  /**
   * What the job was submitted with, and what an srun around this process set for its own step;
   * srun reads them as its options and they do not hold for the steps of a sweep. The memory
   * variables are a matter of {@link JobMemory}.
   */
  private static final Pattern NOT_FOR_STEPS =
      Pattern.compile(
          "S(LURM|RUN)_(CPUS_PER_TASK|N?TASKS_PER_(NODE|CORE|SOCKET)|CPU_BIND.*|MEM_BIND.*|DISTRIBUTION|DIST_PLANESIZE"
              + "|TRES_PER_TASK|OVERCOMMIT|LABELIO|STD(IN|OUT|ERR)MODE)");

  /** Srun's {@code --mpi} for ranks that use the cluster's MPI. */
  static final String MPI_VARIABLE = "SLURM_MPI_TYPE";

  private final List<String> java;

  /** Empty for Slurm's default. */
  private final String mpi;

  /**
   * Inside a step, {@code srun --pty bash} say, the step holds all that the job has, and another
   * one would wait for its end without a word.
   */
  private final List<String> sharing;

  private final String job;
  private final int jobs;
  private final int threadsPerCore;

  /** Cpus of the job on each node, in Slurm's order of the nodes. */
  private final List<Integer> cpusByNode;

  /** The names of these nodes; empty if Slurm does not tell. */
  private final List<String> nodes;

  private final JobMemory memory;

  /**
   * Refuses a place outside a job, before Slurm is asked of one.
   *
   * @throws IllegalArgumentException if this is no Slurm job
   */
  public static void requireJob(Map<String, String> environment) {
    if (!environment.containsKey("SLURM_JOB_ID")) {
      throw new IllegalArgumentException(
          "--executor srun: not inside a Slurm allocation (SLURM_JOB_ID is not set); start the"
              + " sweep with sbatch or salloc, or take --executor local");
    }
  }

  /**
   * Reads the allocation.
   *
   * @param java the command that starts this program on a compute node: JVM, jar
   * @param environment of this process
   * @param jobs the most points that run at once
   * @param threadsPerCore how many of the job's cpus are one core; a step has whole cores
   * @throws IllegalArgumentException if this is no Slurm job
   */
  public SrunExecutor(
      List<String> java, Map<String, String> environment, int jobs, int threadsPerCore) {
    requireJob(environment);
    this.java = List.copyOf(java);
    this.mpi = environment.getOrDefault(MPI_VARIABLE, "");
    this.sharing = Allocation.isStep(environment) ? List.of("--overlap") : List.of();
    this.job = environment.get("SLURM_JOB_ID");
    this.jobs = jobs;
    this.threadsPerCore = threadsPerCore;
    this.cpusByNode = cpusByNode(environment.getOrDefault("SLURM_JOB_CPUS_PER_NODE", ""));
    this.nodes = nodes(environment.getOrDefault("SLURM_JOB_NODELIST", ""), cpusByNode.size());
    this.memory = JobMemory.of(environment, cpusByNode);
  }

  @Override
  public Optional<String> misfit(SweepPoint point) {
    if (point.nodes().isEmpty()) {
      return leastNodes(point) > 0
          ? Optional.empty()
          : Optional.of(wants(point) + ", the job has " + allocation());
    }
    int wanted = point.nodes().getAsInt();
    if (wanted > point.ranks()) {
      return Optional.of("wants " + wanted + " nodes for " + counted(point.ranks(), "rank"));
    }
    return allocator().holds(needs(point))
        ? Optional.empty()
        : Optional.of(
            wants(point) + " on " + counted(wanted, "node") + ", the job has " + allocation());
  }

  @Override
  public CpuAllocator allocator() {
    return new CpuAllocator(cpusByNode, threadsPerCore, jobs);
  }

  @Override
  public Resources needs(SweepPoint point) {
    int least = point.nodes().orElseGet(() -> leastNodes(point));
    return new Resources(least, point.ranks(), point.threads());
  }

  @Override
  public List<String> command(Attempt attempt) {
    SweepPoint point = attempt.point();
    Resources needs = needs(point);
    List<String> command = new ArrayList<>();
    command.add("srun");
    command.add("--job-name=" + attempt.name()); // the name of the step in the accounting
    command.add("--nodes=" + needs.nodes());
    command.add("--ntasks=" + point.ranks());
    command.add("--ntasks-per-node=" + needs.tasksPerNode());
    command.add("--cpus-per-task=" + point.threads());
    command.add("--exact"); // the cpus asked for, not all of the job's
    Optional<String> ofStep =
        sharing.isEmpty() ? memory.option(attempt.share()) : memory.optionOfNode(attempt.share());
    command.addAll(ofStep.stream().toList());
    if (attempt.share().extent() == Extent.PART && !nodes.isEmpty()) {
      command.add("--nodelist=" + nodesOf(attempt));
    }
    command.add("--kill-on-bad-exit=1");
    command.addAll(mpi(point.options().getOrDefault("transport", "mpj")));
    command.add("--input=none");
    command.add("--export=ALL"); // also in a job submitted with --export=NONE
    command.addAll(sharing);
    command.addAll(java);
    command.addAll(point.arguments(Set.of(SweepPoint.NODES, SweepPoint.RANKS)));
    return command;
  }

  /** MPJ Express meets over TCP, PMI would only cost time. */
  private List<String> mpi(String transport) {
    return switch (transport) {
      case "native" -> mpi.isEmpty() ? List.of() : List.of("--mpi=" + mpi);
      case "auto" -> List.of("--mpi=" + (mpi.isEmpty() ? "none" : mpi));
      default -> List.of("--mpi=none");
    };
  }

  private String nodesOf(Attempt attempt) {
    return attempt.share().nodes().stream().map(nodes::get).collect(Collectors.joining(","));
  }

  /** Removes what would be taken for options of the step. */
  @Override
  public void adjust(Map<String, String> environment) {
    environment.keySet().removeIf(name -> NOT_FOR_STEPS.matcher(name).matches());
    memory.adjust(environment);
  }

  @Override
  public OptionalLong memoryBytes(Attempt attempt) {
    return memory.bytes(attempt.share());
  }

  @Override
  public boolean startsHere() {
    return false;
  }

  @Override
  public Accounting accounting() {
    return Accounting.ofJob(job);
  }

  /** The fewest nodes that hold the point, 0 if none do. */
  private int leastNodes(SweepPoint point) {
    return allocator().leastNodes(point.ranks(), point.threads());
  }

  private static String wants(SweepPoint point) {
    return "wants " + counted(point.ranks(), "rank") + " x " + counted(point.threads(), "cpu");
  }

  private String allocation() {
    return counted(cpusByNode.size(), "node")
        + " with "
        + cpusByNode.stream()
            .sorted(Comparator.reverseOrder())
            .map(Object::toString)
            .distinct()
            .collect(Collectors.joining(" or "))
        + " cpus";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static List<Integer> cpusByNode(String list) {
    return HostList.counts(list)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "SLURM_JOB_CPUS_PER_NODE=" + list + ": accepted: cpus by node such as 72(x2),36"));
  }

  private static List<String> nodes(String list, int count) {
    List<String> nodes = list.isEmpty() ? List.of() : HostList.expand(list);
    return nodes.size() == count ? nodes : List.of();
  }
}
