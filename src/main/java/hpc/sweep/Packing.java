package hpc.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Shares out the cpus of some nodes among points that run at once: no cpu is given twice. Where the
 * tasks of a point do not fill its nodes evenly, as many cpus are kept for it on each node as may
 * be used there, whichever node gets the smaller share.
 */
final class Packing {

  /**
   * Part of the nodes, for one point.
   *
   * @param nodes their places in the list of all nodes, ascending
   * @param cpus taken on each of them
   * @param extent whether others may run beside it
   */
  record Share(List<Integer> nodes, List<Integer> cpus, Extent extent) {

    /** Copies the lists. */
    Share {
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
  private final int[] free;
  private int running;
  private boolean whole;

  /**
   * Starts with everything free.
   *
   * @param cpusByNode cpus of each node
   * @param jobs the most points that may run at once; with 1 each has all there is
   */
  Packing(List<Integer> cpusByNode, int jobs) {
    this.jobs = jobs;
    this.free = cpusByNode.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The most points that may run at once. */
  int jobs() {
    return jobs;
  }

  /**
   * Takes cpus if they are free now.
   *
   * @param extent what else may run meanwhile
   */
  Optional<Share> take(Resources wanted, Extent extent) {
    Extent own = jobs == 1 ? Extent.WHOLE : extent;
    if (whole || running >= jobs || (own == Extent.WHOLE && running > 0)) {
      return Optional.empty();
    }
    List<Integer> nodes = choose(wanted);
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> cpus =
        nodes.stream().map(node -> tasks(node, wanted) * wanted.threads()).toList();
    for (int i = 0; i < nodes.size(); i++) {
      free[nodes.get(i)] -= cpus.get(i);
    }
    running++;
    whole = own == Extent.WHOLE;
    return Optional.of(new Share(nodes, cpus, own));
  }

  /** Gives back what {@link #take} gave. */
  void release(Share share) {
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
    return Math.min(wanted.tasksPerNode(), free[node] / wanted.threads());
  }

  /** Whether a point would have room if nothing else ran. */
  static boolean holds(List<Integer> cpusByNode, Resources wanted) {
    return new Packing(cpusByNode, 1).take(wanted, Extent.WHOLE).isPresent();
  }

  /** The fewest nodes that hold so many tasks, 0 if none do. */
  static int leastNodes(List<Integer> cpusByNode, int ranks, int threads) {
    List<Integer> most = new ArrayList<>(cpusByNode);
    most.sort(Comparator.reverseOrder());
    for (int nodes = 1; nodes <= Math.min(most.size(), ranks); nodes++) {
      int even = Math.ceilDiv(ranks, nodes);
      long tasks =
          most.stream().limit(nodes).mapToLong(cpus -> Math.min(even, cpus / threads)).sum();
      if (tasks >= ranks) {
        return nodes;
      }
    }
    return 0;
  }
}
