package hpc.sieve;

import hpc.mpi.Communicator;

/**
 * The interval [first, last] cut into blocks of equal length, the last one perhaps shorter. Nothing
 * in it overflows, up to {@code last} = 2^63-1.
 *
 * @param first the first number, at least 1
 * @param last the last number; below {@code first} there are no blocks
 * @param length numbers per block, at least 1
 */
record Blocks(long first, long last, long length) {

  Blocks {
    if (first < 1 || length < 1) {
      throw new IllegalArgumentException("blocks of " + length + " from " + first + " on");
    }
  }

  long count() {
    return first > last ? 0 : (last - first) / length + 1;
  }

  long first(long index) {
    return first + index * length;
  }

  long last(long index) {
    long start = first(index);
    return last - start < length ? last : start + (length - 1);
  }

  /** How many of the blocks r, r + R, r + 2R... of this rank, r out of R, exist. */
  long share(Communicator job) {
    return share(job.rank(), job.size());
  }

  /** How many of the blocks {@code rank}, {@code rank + ranks}, {@code rank + 2 ranks}... exist. */
  long share(int rank, int ranks) {
    return count() / ranks + (rank < count() % ranks ? 1 : 0);
  }
}
