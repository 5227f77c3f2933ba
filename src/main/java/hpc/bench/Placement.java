package hpc.bench;

import hpc.exec.Mode;
import java.util.Objects;

/**
 * How a run was spread.
 *
 * @param mode the mode
 * @param nodes distinct hosts
 * @param ranks processes, over all nodes
 * @param threads threads of each process
 */
public record Placement(Mode mode, int nodes, int ranks, int threads) {

  /** Rejects counts below 1 and more nodes than ranks. */
  public Placement {
    Objects.requireNonNull(mode, "mode");
    if (nodes < 1 || ranks < nodes || threads < 1) {
      throw new IllegalArgumentException(
          "nodes %d, ranks %d, threads %d: each must be at least 1, and nodes at most ranks"
              .formatted(nodes, ranks, threads));
    }
  }

  /** Threads over all ranks. */
  public int cores() {
    return Math.multiplyExact(ranks, threads);
  }
}
