package hpc.diffusion;

/**
 * The rows of one rank at two moments: {@code now} is read, {@code next} is written, {@link #swap}
 * makes the next the present.
 *
 * <p>Two arrays are all the memory that a run needs, 16 bytes per point and little more. The JVM
 * zeroes an array on the thread that allocates it, which decides on the NUMA node of its pages
 * before any worker can touch them: on a machine of several nodes one rank per node is the layout
 * that keeps memory near.
 */
final class Field {

  private final FieldLayout layout;
  private double[] now;
  private double[] next;

  private Field(FieldLayout layout) {
    this.layout = layout;
    this.now = new double[layout.length()];
    this.next = new double[layout.length()];
  }

  /**
   * Allocates the share of one rank. All ranks judge by the largest share, so that all refuse a
   * field or none does.
   *
   * @param grid the whole field
   * @param partition its rows over the ranks
   * @param rank whose share
   * @param heapBytes what the heap of a rank may hold
   * @throws IllegalArgumentException naming {@code --nx}, {@code --ny}, the bytes needed and there
   */
  static Field allocate(Grid grid, RowPartition partition, int rank, long heapBytes) {
    requireRoom(grid, partition, heapBytes);
    try {
      return new Field(FieldLayout.of(grid, partition.count(rank)));
    } catch (OutOfMemoryError e) {
      throw tooLarge(grid, neededBytes(grid, partition), heapBytes, e);
    }
  }

  /**
   * Checks that a heap can hold the largest share of a rank.
   *
   * @throws IllegalArgumentException as {@link #allocate}
   */
  static void requireRoom(Grid grid, RowPartition partition, long heapBytes) {
    long neededBytes = neededBytes(grid, partition);
    if (neededBytes > heapBytes) {
      throw tooLarge(grid, neededBytes, heapBytes, null);
    }
  }

  private static long neededBytes(Grid grid, RowPartition partition) {
    return 2L * Double.BYTES * FieldLayout.of(grid, partition.most()).length();
  }

  FieldLayout layout() {
    return layout;
  }

  double[] now() {
    return now;
  }

  double[] next() {
    return next;
  }

  void swap() {
    double[] past = now;
    now = next;
    next = past;
  }

  private static IllegalArgumentException tooLarge(
      Grid grid, long neededBytes, long heapBytes, Throwable cause) {
    return new IllegalArgumentException(
        "--nx %d --ny %d: %d bytes are needed per rank, the Java heap has %d; accepted: fewer points, more ranks or a larger heap"
            .formatted(grid.nx(), grid.ny(), neededBytes, heapBytes),
        cause);
  }
}
