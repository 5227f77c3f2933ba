package hpc.mpi;

import java.util.Set;

/** The messages between ranks, as far as {@link ProgressWatch} has to know of them. */
interface Traffic {

  /**
   * A message that a rank waits for.
   *
   * @param peer who is to send it
   * @param kind of which of its lanes
   * @param received how many of that lane have come before
   */
  record Awaited(int peer, int kind, long received) {}

  /** What this rank waits for now. */
  Set<Awaited> awaited();

  /** How many messages of a kind this rank has begun to send to {@code peer}. */
  long sent(int peer, int kind);

  /** That of ranks whose messages somebody else looks after. */
  static Traffic unknown() {
    return new Traffic() {
      @Override
      public Set<Awaited> awaited() {
        return Set.of();
      }

      @Override
      public long sent(int peer, int kind) {
        return 0;
      }
    };
  }
}
