package hpc.diffusion;

/**
 * Rows shared among ranks in blocks, as equal as possible: the first {@code rows % ranks} ranks
 * have one row more.
 *
 * @param rows rows of the whole field
 * @param ranks ranks of the job
 */
record RowPartition(long rows, int ranks) {

  /**
   * Checks that every rank gets a row.
   *
   * @throws IllegalArgumentException naming {@code --ranks}
   */
  RowPartition {
    if (ranks > rows) {
      throw new IllegalArgumentException(
          "--ranks " + ranks + ": more ranks than the " + rows + " rows of --nx " + rows);
    }
  }

  /** The global number of the first row of {@code rank}; {@code first(ranks)} is {@code rows}. */
  long first(int rank) {
    return rows / ranks * rank + Math.min(rank, rows % ranks);
  }

  /** The rows of {@code rank}, at least 1. */
  long count(int rank) {
    return first(rank + 1) - first(rank);
  }

  /** The rows of the rank that has most. */
  long most() {
    return count(0);
  }
}
