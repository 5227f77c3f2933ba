package hpc.sweep;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shares out the cpus of some nodes among points that run at once: no cpu is given twice. Where the
 * tasks of a point do not fill its nodes evenly, as many cpus are kept for it on each node as may
 * be used there, whichever node gets the smaller share.
 */
final class CpuAllocator {

  /**
   * What a point needs at once. Points that need the same share a job array.
   *
   * @param ranks tasks
   * @param threads cpus of each task
   */
  record Resources(int nodes, int ranks, int threads) {

    /** The fewest nodes for a point, or as many as it asks for. */
    static Resources of(SweepPoint point, int cpus) {
      int tasksOfNode = Math.max(1, cpus / point.threads());
      int nodes = point.nodes().orElse(Math.ceilDiv(point.ranks(), tasksOfNode));
      return new Resources(nodes, point.ranks(), point.threads());
    }

    int tasksPerNode() {
      return Math.ceilDiv(ranks, nodes);
    }
  }

  /**
   * Part of the nodes, for one point.
   *
   * @param nodes their places in the list of all nodes, ascending
   * @param cpus taken on each of them
   * @param extent whether others may run beside it
   */
  record CpuAllocation(List<Integer> nodes, List<Integer> cpus, Extent extent) {

    CpuAllocation {
      nodes = List.copyOf(nodes);
      cpus = List.copyOf(cpus);
    }
  }

  /** How much of the nodes is a point's own. */
  enum Extent {
    /** its cpus; others may have the rest */
    PART,
    /** everything: nothing runs beside it */
    WHOLE
  }

  private final int jobs;
  private final int threadsPerCore;
  private final int[] free;
  private int running;
  private boolean whole;

  /**
   * Starts with everything free.
   *
   * @param cpusByNode cpus of each node
   * @param threadsPerCore cpus of a core: points never share one
   * @param jobs the most points that may run at once; with 1 each has all there is
   */
  CpuAllocator(List<Integer> cpusByNode, int threadsPerCore, int jobs) {
    this.jobs = jobs;
    this.threadsPerCore = threadsPerCore;
    this.free = cpusByNode.stream().mapToInt(Integer::intValue).toArray();
  }

  int jobs() {
    return jobs;
  }

  /** Takes cpus if they are free now. */
  Optional<CpuAllocation> take(Resources wanted, Extent extent) {
    Extent own = jobs == 1 ? Extent.WHOLE : extent;
    if (whole || running >= jobs || (own == Extent.WHOLE && running > 0)) {
      return Optional.empty();
    }
    List<Integer> nodes = choose(wanted);
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> cpus =
        nodes.stream().map(node -> taken(tasks(node, wanted), wanted.threads())).toList();
    for (int i = 0; i < nodes.size(); i++) {
      free[nodes.get(i)] -= cpus.get(i);
    }
    running++;
    whole = own == Extent.WHOLE;
    return Optional.of(new CpuAllocation(nodes, cpus, own));
  }

  void release(CpuAllocation share) {
    for (int i = 0; i < share.nodes.size(); i++) {
      free[share.nodes.get(i)] += share.cpus.get(i);
    }
    running--;
    whole = false;
  }

  /**
   * The nodes with the least room that hold an even share each, which leaves large rooms for large
   * points; failing that those with the most room, if together they hold all tasks.
   */
  private List<Integer> choose(Resources wanted) {
    int even = wanted.tasksPerNode();
    List<Integer> byRoom =
        IntStream.range(0, free.length)
            .filter(node -> tasks(node, wanted) > 0)
            .boxed()
            .sorted(Comparator.comparingInt(node -> free[node]))
            .toList();
    List<Integer> roomy = byRoom.stream().filter(node -> tasks(node, wanted) == even).toList();
    List<Integer> chosen =
        roomy.size() >= wanted.nodes()
            ? roomy.subList(0, wanted.nodes())
            : byRoom.subList(Math.max(0, byRoom.size() - wanted.nodes()), byRoom.size());
    long tasks = chosen.stream().mapToLong(node -> tasks(node, wanted)).sum();
    return chosen.size() == wanted.nodes() && tasks >= wanted.ranks()
        ? chosen.stream().sorted().toList()
        : List.of();
  }

  /** Tasks of an even share that have room on a node now. */
  private int tasks(int node, Resources wanted) {
    int tasks = Math.min(wanted.tasksPerNode(), free[node] / wanted.threads());
    while (tasks > 0 && taken(tasks, wanted.threads()) > free[node]) {
      tasks--;
    }
    return tasks;
  }

  /** The cpus of the cores of so many tasks: one of several threads shares no core with another. */
  private int taken(int tasks, int threads) {
    int cpusOfTask = threads == 1 ? 1 : Math.ceilDiv(threads, threadsPerCore) * threadsPerCore;
    return Math.ceilDiv(tasks * cpusOfTask, threadsPerCore) * threadsPerCore;
  }

  /** Whether a point would have room if nothing else ran. */
  boolean holds(Resources wanted) {
    return !choose(wanted).isEmpty();
  }

  /** The fewest nodes that hold so many tasks if nothing else runs, 0 if none do. */
  int leastNodes(int ranks, int threads) {
    for (int nodes = 1; nodes <= Math.min(free.length, ranks); nodes++) {
      Resources wanted = new Resources(nodes, ranks, threads);
      long tasks =
          IntStream.range(0, free.length)
              .map(node -> -tasks(node, wanted))
              .sorted()
              .limit(nodes)
              .mapToLong(most -> -most)
              .sum();
      if (tasks >= ranks) {
        return nodes;
      }
    }
    return 0;
  }
}
