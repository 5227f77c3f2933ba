package hpc.diffusion;

import hpc.parallel.RangeExecutor;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The share of one rank at two moments: a step reads one array and writes the other, the step after
 * it the other way round.
 *
 * <p>Two arrays are all the memory that a run needs, 16 bytes per point and little more. The JVM
 * zeroes an array on the thread that allocates it, which decides on the NUMA node of its pages
 * before any worker can touch them: on a machine of several nodes one rank per node is the layout
 * that keeps memory near.
 */
final class Field {

  private static final long MIB = 1 << 20;

  /** What the collector reserves for young objects, a third at most: no field fits there. */
  private static final long YOUNG_BYTES = 32 * MIB;

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
   * @param block the share
   * @param sweepSteps steps between two exchanges
   * @param neededBytes what the problem needs, the two arrays among it
   * @param heapBytes what the heap of a rank may hold
   * @throws IllegalArgumentException naming {@code --nx}, {@code --ny}, the memory needed and there
   */
  static Field allocate(Block block, int sweepSteps, long neededBytes, long heapBytes) {
    requireRoom(block, neededBytes, heapBytes);
    try {
      return new Field(FieldLayout.of(block, sweepSteps));
    } catch (OutOfMemoryError e) {
      throw tooLarge(block.ranks().grid(), neededBytes, neededBytes - 1, e);
    }
  }

  /**
   * Checks, without allocating anything, that the heap has room for the largest share.
   *
   * @throws IllegalArgumentException as {@link #allocate}
   */
  static void requireRoom(Block block, long neededBytes, long heapBytes) {
    long room = heapBytes - Math.min(YOUNG_BYTES, heapBytes / 3);
    if (neededBytes > room) {
      throw tooLarge(block.ranks().grid(), neededBytes, room, null);
    }
  }

  FieldLayout layout() {
    return layout;
  }

  /** Writes {@code values} into {@link #next}, each row by the worker that will update it. */
  void fillNext(ScalarField.Rows values, RangeExecutor ranges) {
    Block block = layout.block();
    ranges.split(
        0,
        layout.rows(),
        (_, from, to) -> {
          for (int row = (int) from; row < to; row++) {
            values.fill(
                block.firstRow() + row,
                block.firstColumn(),
                layout.columns(),
                next,
                layout.index(row, 0));
          }
        });
  }

  double[] now() {
    return now;
  }

  double[] next() {
    return next;
  }

  /** Moves on by {@code steps} steps, each of which went from one array into the other. */
  void advance(int steps) {
    if (steps % 2 == 1) {
      double[] past = now;
      now = next;
      next = past;
    }
  }

  /** The greatest distance of a point from the same point of the other array, ghosts left out. */
  double largestDifference(RangeExecutor ranges) {
    return largest(ranges, i -> now[i] - next[i]);
  }

  /** The greatest magnitude of a point of the other array, ghosts left out. */
  double largestOfNext(RangeExecutor ranges) {
    return largest(ranges, i -> next[i]);
  }

  private double largest(RangeExecutor ranges, IntToDoubleFunction value) {
    double[] largest = new double[ranges.threads()];
    ranges.split(
        0,
        layout.rows(),
        (worker, from, to) -> {
          double mine = 0;
          for (int row = (int) from; row < to; row++) {
            int start = layout.index(row, 0);
            for (int i = start; i < start + layout.columns(); i++) {
              mine = Math.max(mine, Math.abs(value.applyAsDouble(i)));
            }
          }
          largest[worker] = mine;
        });
    return Arrays.stream(largest).max().orElse(0);
  }

  private static IllegalArgumentException tooLarge(
      Grid grid, long neededBytes, long room, Throwable cause) {
    // the collector keeps back a survivor space, up to a ninth of the heap
    long heap = (neededBytes + YOUNG_BYTES + YOUNG_BYTES / 2) / 8 * 9;
    return new IllegalArgumentException(
        "--nx %s --ny %s: %s MiB are needed per rank, the Java heap has %s MiB beside its part for small objects; accepted: fewer points, more ranks, or HPC_JAVA_OPTS=-Xmx%sm or more"
            .formatted(
                grid.nx(),
                grid.ny(),
                Math.ceilDiv(neededBytes, MIB),
                Math.max(0, room / MIB),
                Math.ceilDiv(heap, MIB)),
        cause);
  }
}
