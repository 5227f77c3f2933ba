package hpc.diffusion;

import hpc.exec.Execution;
import hpc.exec.Task.Bound;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * What bounds the rate of updates on this machine (Williams, Waterman and Patterson, 2009): how
 * fast memory is and how fast the kernel is when memory does not matter. Both are measured by all
 * threads of all ranks at once, since they share memory.
 *
 * @param copyBytesPerSecond {@code b[i] = a[i]}, 16 bytes an element (STREAM, McCalpin 1995)
 * @param triadBytesPerSecond {@code c[i] = a[i] + s b[i]}, 24 bytes an element
 * @param kernelUpdatesPerSecond the kernel on a field of its own for each thread, in its cache
 * @param arrayBytes size of one of the arrays that are streamed, of one rank
 */
public record Roofline(
    double copyBytesPerSecond,
    double triadBytesPerSecond,
    double kernelUpdatesPerSecond,
    long arrayBytes) {

  /**
   * What an update moves if every step streams the field: a point is read, its new value makes the
   * processor fetch a line to write to, and is written.
   */
  public static final int BYTES_PER_UPDATE = 24;

  /** Three of them are far more than the caches of most cores. */
  private static final int MOST_ELEMENTS = 1 << 24;

  /** Together they take no more than this part of the heap. */
  private static final int HEAP_SHARE = 2;

  private static final int PASSES = 8;

  /** As many rows as the kernel takes in one pass, 26 KiB in both arrays: first-level cache. */
  private static final int KERNEL_ROWS = 4;

  private static final int KERNEL_COLUMNS = 256;
  private static final int KERNEL_STEPS = 32_000;

  /** Measures for about a second; collective. */
  public static Roofline measure(Execution execution, Kernel kernel, LongSupplier nanoTime) {
    long fitting = Runtime.getRuntime().maxMemory() / HEAP_SHARE / (3 * Double.BYTES);
    double common = execution.ranks().max((double) -Math.min(MOST_ELEMENTS, fitting))[0];
    int elements = (int) -common;
    Probe probe = new Probe(execution, nanoTime, elements);
    double perElement = (double) elements * execution.ranks().size() * Double.BYTES;
    double copy = 2 * perElement / probe.bestSeconds(PASSES, probe::copy);
    double triad = 3 * perElement / probe.bestSeconds(PASSES, probe::triad);
    double updates = (double) KERNEL_ROWS * KERNEL_COLUMNS * KERNEL_STEPS * execution.cores();
    double seconds = probe.bestSeconds(PASSES / 2, _ -> updateInCache(kernel));
    return new Roofline(copy, triad, updates / seconds, (long) elements * Double.BYTES);
  }

  /** Updates per second if every pass over memory makes {@code steps} time steps. */
  public double memoryUpdatesPerSecond(int steps) {
    return triadBytesPerSecond / BYTES_PER_UPDATE * steps;
  }

  /** The bounds of a run that makes {@code steps} time steps in one pass over memory, in MLUP/s. */
  public List<Bound> bounds(int steps) {
    return List.of(
        new Bound(
            "memory, copy of %s MiB".formatted(arrayBytes >> 20),
            bandwidth(copyBytesPerSecond),
            OptionalDouble.empty()),
        new Bound(
            "memory, triad: a step per pass, %s bytes an update".formatted(BYTES_PER_UPDATE),
            bandwidth(triadBytesPerSecond),
            memoryUpdatesPerSecond(1) * 1e-6),
        new Bound(
            "memory, %s steps per pass, as in this run".formatted(steps),
            "",
            memoryUpdatesPerSecond(steps) * 1e-6),
        new Bound("kernel in the cache", "", kernelUpdatesPerSecond * 1e-6));
  }

  private static String bandwidth(double bytesPerSecond) {
    return String.format(Locale.ROOT, "%.1f GB/s", bytesPerSecond * 1e-9);
  }

  private static void updateInCache(Kernel kernel) {
    int stride = KERNEL_COLUMNS + 2 * Double.BYTES;
    double[] now = new double[stride * (KERNEL_ROWS + 2)];
    double[] next = new double[now.length];
    Arrays.fill(now, 1);
    for (int step = 0; step < KERNEL_STEPS; step++) {
      kernel.update(
          step % 2 == 0 ? now : next,
          step % 2 == 0 ? next : now,
          stride + Double.BYTES - 1,
          KERNEL_ROWS,
          KERNEL_COLUMNS,
          stride,
          0.25,
          0.25);
    }
  }

  /** The arrays that are streamed, and the stopwatch. */
  private static final class Probe {

    private final Execution execution;
    private final LongSupplier nanoTime;
    private final double[] a;
    private final double[] b;
    private final double[] c;
    private final Partition parts;

    Probe(Execution execution, LongSupplier nanoTime, int elements) {
      this.execution = execution;
      this.nanoTime = nanoTime;
      this.a = new double[elements];
      this.b = new double[elements];
      this.c = new double[elements];
      this.parts = new Partition(elements, execution.ranges().threads());
    }

    /** Seconds of the fastest pass; in each pass every worker works once. */
    double bestSeconds(int passes, IntConsumer work) {
      double best = Double.POSITIVE_INFINITY;
      for (int pass = 0; pass < passes; pass++) {
        execution.ranks().barrier();
        long start = nanoTime.getAsLong();
        execution
            .ranges()
            .split(
                0,
                execution.ranges().threads(),
                (worker, from, to) -> {
                  for (long each = from; each < to; each++) {
                    work.accept(worker);
                  }
                });
        double seconds = (nanoTime.getAsLong() - start) * 1e-9;
        best = Math.min(best, execution.ranks().max(seconds)[0]);
      }
      return best;
    }

    void copy(int worker) {
      int from = first(worker);
      System.arraycopy(a, from, b, from, first(worker + 1) - from);
    }

    void triad(int worker) {
      int to = first(worker + 1);
      for (int i = first(worker); i < to; i++) {
        c[i] = a[i] + 3 * b[i];
      }
    }

    private int first(int worker) {
      return (int) parts.first(worker);
    }
  }
}
