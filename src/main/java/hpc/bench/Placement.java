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
 * @param transport what carried the messages between ranks; empty if there were none
 */
public record Placement(Mode mode, int nodes, int ranks, int threads, String transport) {

  /** The transport of every run with ranks before there was another. */
  public static final String MPJ = "mpj";

  /** Where nothing is known of the transport. */
  public Placement(Mode mode, int nodes, int ranks, int threads) {
    this(mode, nodes, ranks, threads, "");
  }

  /** Rejects counts below 1, more nodes than ranks, and more cores than an int can count. */
  public Placement {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(transport, "transport");
    if (nodes < 1 || ranks < nodes || threads < 1) {
      throw new IllegalArgumentException(
          "nodes %s, ranks %s, threads %s: each must be at least 1, and nodes at most ranks"
              .formatted(nodes, ranks, threads));
    }
    if ((long) ranks * threads > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "ranks %s, threads %s: more than %s cores".formatted(ranks, threads, Integer.MAX_VALUE));
    }
  }

  /**
   * The mode and, unless it is MPJ Express, what carried its messages: {@code mpi openmpi 4.1.4}.
   */
  public String kind() {
    return transport.isEmpty() || transport.equals(MPJ)
        ? mode.word()
        : mode.word() + " " + transport;
  }

  /** Threads over all ranks. */
  public int cores() {
    return ranks * threads; // fits, by the constructor
  }
}
