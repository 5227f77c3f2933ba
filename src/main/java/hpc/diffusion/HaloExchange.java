package hpc.diffusion;

import static hpc.mpi.Communicator.NO_RANK;

import hpc.mpi.Communicator;

/**
 * Swaps edge rows with the ranks above and below. A rank at the edge of the field has {@link
 * Communicator#NO_RANK} for a neighbour, so that there are no branches; periodic rows make a ring.
 */
final class HaloExchange {

  private final Communicator ranks;
  private final FieldLayout layout;
  private final int above;
  private final int below;

  /**
   * Finds the neighbours.
   *
   * @param ranks the job
   * @param layout rows of this rank
   * @param rowsWrap whether the last rank's last row neighbours the first rank's first
   */
  HaloExchange(Communicator ranks, FieldLayout layout, boolean rowsWrap) {
    this.ranks = ranks;
    this.layout = layout;
    int last = ranks.size() - 1;
    // a ring of one is no ring: GhostCells wraps within the rank
    boolean ring = rowsWrap && last > 0;
    int beforeFirst = ring ? last : NO_RANK;
    int afterLast = ring ? 0 : NO_RANK;
    this.above = ranks.rank() == 0 ? beforeFirst : ranks.rank() - 1;
    this.below = ranks.rank() == last ? afterLast : ranks.rank() + 1;
  }

  /**
   * Fills the ghost rows of {@code field}. In a ring of two, above and below are the same rank: its
   * first message is its top row, which belongs below this one, so that below is received first.
   */
  void exchange(double[] field) {
    int count = layout.columns();
    ranks.send(field, layout.index(0, 0), count, above);
    ranks.send(field, layout.index(layout.rows() - 1, 0), count, below);
    ranks.receive(field, layout.index(layout.rows(), 0), count, below);
    ranks.receive(field, layout.index(-1, 0), count, above);
  }
}
